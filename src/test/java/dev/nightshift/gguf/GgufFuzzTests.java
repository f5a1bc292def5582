package dev.nightshift.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A damaged file is read, or refused with a {@link GgufException}: nothing else ever comes out. */
class GgufFuzzTests {
  private static final int MUTATIONS = 4_000;

  @TempDir Path folder;

  @Test
  void every_truncation_is_refused() throws IOException {
    byte[] whole = example();
    for (int length = 0; length < whole.length - 32; length++) {
      assertThat(opens(Arrays.copyOf(whole, length))).as("%d bytes", length).isFalse();
    }
    assertThat(opens(whole)).isTrue();
  }

  @Test
  void damaged_bytes_never_cause_anything_but_a_refusal() throws IOException {
    byte[] whole = example();
    SplittableRandom random = new SplittableRandom(20_240_601);
    int refused = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] damaged = whole.clone();
      for (int j = random.nextInt(1, 5); j > 0; j--) {
        damaged[random.nextInt(damaged.length)] = damage(random);
      }
      refused += opens(damaged) ? 0 : 1;
    }
    assertThat(refused).isBetween(MUTATIONS / 10, MUTATIONS - 1);
  }

  private static byte damage(SplittableRandom random) {
    return switch (random.nextInt(4)) {
      case 0 -> 0;
      case 1 -> (byte) 0xFF;
      case 2 -> 0x7F;
      default -> (byte) random.nextInt(256);
    };
  }

  private boolean opens(byte[] content) throws IOException {
    Path file = Files.write(folder.resolve("damaged.gguf"), content);
    try (GgufFile read = GgufFile.open(file)) {
      for (GgufTensor tensor : read.tensors().values()) {
        if (tensor.type().readable()) {
          Dequantizer.toFloats(tensor);
        }
      }
      return true;
    } catch (GgufException expected) {
      assertThat(expected).hasMessageNotContaining("null").message().isNotBlank();
      return false;
    }
  }

  private byte[] example() throws IOException {
    Path file = folder.resolve("whole.gguf");
    new GgufWriter()
        .string("general.architecture", "llama")
        .uint32("general.alignment", 32)
        .float32("llama.rope.freq_base", 10_000)
        .strings("tokenizer.ggml.tokens", List.of("a", "b", "<|im_end|>"))
        .int32s("tokenizer.ggml.token_type", new int[] {1, 1, 3})
        .tensor("blk.0.attn_norm.weight", GgufType.F32, new long[] {8}, new float[8])
        .tensor("blk.0.attn_q.weight", GgufType.Q8_0, new long[] {32, 2}, new float[64])
        .write(file);
    return Files.readAllBytes(file);
  }
}
