package dev.nightshift.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.nightshift.gguf.Dequantizer;
import dev.nightshift.gguf.GgufFile;
import dev.nightshift.gguf.GgufTensor;
import dev.nightshift.gguf.GgufType;
import dev.nightshift.gguf.GgufWriter;
import dev.nightshift.home.FileDigest;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MergedModelTests {
  private static final int ROWS = 8;
  private static final int COLUMNS = 64;
  private static final int RANK = 2;
  private static final long[] MATRIX = {COLUMNS, ROWS};
  private final Random random = new Random(3);
  private final float[] exact = numbers(ROWS * COLUMNS);
  private final float[] a = numbers(RANK * COLUMNS);
  private final float[] b = numbers(ROWS * RANK);

  @TempDir Path folder;
  private Path base = Path.of("");
  private Path out = Path.of("");

  @BeforeEach
  void makeBase() {
    base = folder.resolve("base.gguf");
    out = folder.resolve("merged.gguf");
    byte[] blocks = new byte[Math.toIntExact(GgufType.Q4_0.bytes(ROWS * COLUMNS))];
    random.nextBytes(blocks);
    for (int block = 0; block < blocks.length; block += GgufType.Q4_0.blockBytes()) {
      blocks[block] = 0;
      blocks[block + 1] = 0x2c;
    }
    MemorySegment data = MemorySegment.ofArray(blocks);
    new GgufWriter()
        .string("general.architecture", "llama")
        .string("general.name", "tiny")
        .tensor("norm.weight", GgufType.F32, new long[] {COLUMNS}, numbers(COLUMNS))
        .copy(new GgufTensor("q.weight", GgufType.Q4_0, MATRIX, data))
        .copy(new GgufTensor("k.weight", GgufType.Q4_0, MATRIX, data))
        .tensor("v.weight", GgufType.F32, MATRIX, exact)
        .write(base);
  }

  private float[] numbers(int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return numbers;
  }

  private Path adapter(String tensor, float[] halfA, float[] halfB) {
    Path file = folder.resolve("adapter.gguf");
    header()
        .tensor(tensor + ".lora_a", GgufType.F32, new long[] {COLUMNS, RANK}, halfA)
        .tensor(tensor + ".lora_b", GgufType.F32, new long[] {RANK, halfB.length / RANK}, halfB)
        .write(file);
    return file;
  }

  private static GgufWriter header() {
    return new GgufWriter()
        .string("general.type", "adapter")
        .string("general.architecture", "llama")
        .string("adapter.type", "lora")
        .float32("adapter.lora.alpha", 3);
  }

  private float sum(float weight, int at) {
    float added = 0;
    for (int k = 0; k < RANK; k++) {
      added += 1.5f * b[at / COLUMNS * RANK + k] * a[k * COLUMNS + at % COLUMNS];
    }
    return weight + added;
  }

  @Test
  void what_the_adapter_leaves_alone_is_the_bases_byte_for_byte() {
    MergedModel.write(base, adapter("q.weight", a, b), out);
    try (GgufFile before = GgufFile.open(base);
        GgufFile after = GgufFile.open(out)) {
      assertThat(after.metadata().values()).isEqualTo(before.metadata().values());
      assertThat(after.tensors().keySet()).containsExactlyElementsOf(before.tensors().keySet());
      for (String name : new String[] {"norm.weight", "k.weight", "v.weight"}) {
        assertThat(after.tensor(name).type()).isEqualTo(before.tensor(name).type());
        assertThat(after.tensor(name).data().mismatch(before.tensor(name).data())).isEqualTo(-1);
      }
    }
  }

  @Test
  void a_touched_quantised_tensor_becomes_q8_0_within_its_rounding() {
    MergedModel.write(base, adapter("q.weight", a, b), out);
    try (GgufFile before = GgufFile.open(base);
        GgufFile after = GgufFile.open(out)) {
      float[] old = Dequantizer.toFloats(before.tensor("q.weight"));
      float[] merged = Dequantizer.toFloats(after.tensor("q.weight"));
      assertThat(after.tensor("q.weight").type()).isEqualTo(GgufType.Q8_0);
      for (int block = 0; block < merged.length; block += 32) {
        float peak = 0;
        for (int i = block; i < block + 32; i++) {
          peak = Math.max(peak, Math.abs(sum(old[i], i)));
        }
        for (int i = block; i < block + 32; i++) {
          assertThat(merged[i]).isCloseTo(sum(old[i], i), within(peak / 254 + peak * 1e-3f));
        }
      }
    }
  }

  @Test
  void a_touched_tensor_of_full_precision_keeps_it() {
    MergedModel.write(base, adapter("v.weight", a, b), out);
    try (GgufFile after = GgufFile.open(out)) {
      float[] merged = Dequantizer.toFloats(after.tensor("v.weight"));
      assertThat(after.tensor("v.weight").type()).isEqualTo(GgufType.F32);
      for (int i = 0; i < merged.length; i++) {
        assertThat(merged[i]).isCloseTo(sum(exact[i], i), within(1e-5f));
      }
    }
  }

  @Test
  void the_digest_is_that_of_the_file() throws IOException {
    String digest = MergedModel.write(base, adapter("q.weight", a, b), out);
    assertThat(digest).isEqualTo(FileDigest.sha256(out));
  }

  @Test
  void what_does_not_fit_is_refused_and_nothing_is_written() {
    a[5] = Float.NaN;
    assertRefused(adapter("q.weight", a, b), "NaN");
    a[5] = 0;
    assertRefused(adapter("elsewhere.weight", a, b), "belongs to no tensor");
    assertRefused(adapter("q.weight", a, numbers(2 * ROWS * RANK)), "is [8, 64] in the base");
    Path half = folder.resolve("half.gguf");
    header().tensor("q.weight.lora_a", GgufType.F32, new long[] {COLUMNS, RANK}, a).write(half);
    assertRefused(half, "one half");
    Path other = folder.resolve("other.gguf");
    header()
        .string("general.architecture", "qwen3")
        .tensor("x", GgufType.F32, new long[] {COLUMNS}, numbers(COLUMNS))
        .write(other);
    assertRefused(other, "general.architecture is 'qwen3'");
    assertRefused(base, "general.type");
  }

  private void assertRefused(Path adapter, String why) {
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> MergedModel.write(base, adapter, out))
        .withMessageContaining(why)
        .satisfies(e -> assertThat(e.code()).isEqualTo(ModelException.Code.MALFORMED));
    assertThat(out).doesNotExist();
  }
}
