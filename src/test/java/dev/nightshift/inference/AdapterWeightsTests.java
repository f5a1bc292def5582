package dev.nightshift.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.gguf.GgufFile;
import dev.nightshift.gguf.GgufType;
import dev.nightshift.gguf.GgufWriter;
import dev.nightshift.inference.EngineException.Code;
import dev.nightshift.model.ModelSpec;
import dev.nightshift.model.Projection;
import dev.nightshift.model.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with an adapter is found before anything is computed with it. */
class AdapterWeightsTests {
  @TempDir Path folder;
  private ModelSpec spec;
  private Path file;

  @BeforeEach
  void base() {
    Path model = TinyModel.write(folder.resolve("base.gguf"), "llama", GgufType.F32);
    try (GgufFile open = GgufFile.open(model)) {
      spec = ModelSpec.of(open);
    }
    file = folder.resolve("adapter.gguf");
  }

  @Test
  void a_whole_adapter_is_read_with_its_digest() {
    TinyAdapter.write(file, spec, 0.1, List.of(Projection.values()));
    AdapterWeights adapter = AdapterWeights.load(file, spec);
    assertThat(adapter.digest()).hasSize(64);
    assertThat(adapter.alpha()).isEqualTo(8);
    assertThat(adapter.layers()).allSatisfy(layer -> assertThat(layer).hasSize(7));
    AdapterWeights.Pair up = Objects.requireNonNull(adapter.layers().get(1).get(Projection.UP));
    assertThat(adapter.scale(up)).isEqualTo(8.0 / 3);
  }

  @Test
  void an_adapter_may_cover_some_projections_only() {
    TinyAdapter.write(file, spec, 0.1, List.of(Projection.QUERY, Projection.DOWN));
    assertThat(AdapterWeights.load(file, spec).layers().getFirst())
        .containsOnlyKeys(Projection.QUERY, Projection.DOWN);
  }

  @Test
  void an_adapter_of_a_tensor_that_holds_several_projections_is_cut_into_theirs() {
    Path phi = TinyModel.write(folder.resolve("phi.gguf"), "phi3", GgufType.F32);
    try (GgufFile open = GgufFile.open(phi)) {
      spec = ModelSpec.of(open);
    }
    GgufWriter writer = TinyAdapter.header(spec);
    TinyAdapter.add(writer, "blk.1.attn_qkv.weight.lora_a", 3, 64, 1);
    TinyAdapter.add(writer, "blk.1.attn_qkv.weight.lora_b", 128, 3, 1);
    writer.write(file);
    AdapterWeights adapter = AdapterWeights.load(file, spec);
    assertThat(adapter.layers().getFirst()).isEmpty();
    assertThat(adapter.layers().get(1))
        .containsOnlyKeys(Projection.QUERY, Projection.KEY, Projection.VALUE);
    AdapterWeights.Pair key = Objects.requireNonNull(adapter.layers().get(1).get(Projection.KEY));
    assertThat(key.a()).hasSize(3 * 64);
    assertThat(key.b()).hasSize(32 * 3);
    int first = 64 * 3;
    String name = "blk.1.attn_qkv.weight.lora_b";
    assertThat(key.b()[0]).isEqualTo((float) Math.sin(0.7 * first + name.length() + 128));
    GgufWriter separate = TinyAdapter.header(spec);
    TinyAdapter.add(separate, "blk.1.attn_q.weight.lora_a", 3, 64, 1);
    TinyAdapter.add(separate, "blk.1.attn_q.weight.lora_b", 64, 3, 1);
    separate.write(file);
    refused(Code.ADAPTER_SHAPE, "belongs to nothing");
  }

  @Test
  void a_missing_a_truncated_and_a_foreign_file_are_unreadable() throws IOException {
    refused(Code.ADAPTER_UNREADABLE, "no such file");
    TinyAdapter.write(file, spec, 0.1, List.of(Projection.UP));
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 100));
    refused(Code.ADAPTER_UNREADABLE, "adapter.gguf");
    Files.writeString(file, "this is no adapter");
    refused(Code.ADAPTER_UNREADABLE, "adapter.gguf");
    TinyModel.write(file, "llama", GgufType.F32);
    refused(Code.ADAPTER_UNREADABLE, "general.type is 'missing' but must be 'adapter'");
  }

  @Test
  void an_adapter_of_another_architecture_is_for_another_base() {
    TinyAdapter.header(spec).string("general.architecture", "qwen2").write(file);
    refused(Code.ADAPTER_BASE, "general.architecture is 'qwen2' but must be 'llama'");
  }

  @Test
  void an_adapter_without_tensors_is_empty() {
    TinyAdapter.header(spec).write(file);
    refused(Code.ADAPTER_EMPTY, "no tensors");
  }

  @Test
  void one_that_works_behind_certain_tokens_only_is_refused() {
    GgufWriter writer =
        TinyAdapter.header(spec).int32s("adapter.alora.invocation_tokens", new int[] {1});
    TinyAdapter.add(writer, "blk.0.ffn_up.weight.lora_a", 4, 64, 0.1);
    TinyAdapter.add(writer, "blk.0.ffn_up.weight.lora_b", 96, 4, 0.1);
    writer.write(file);
    refused(Code.ADAPTER_UNREADABLE, "aLoRA");
  }

  @Test
  void half_an_adapter_is_refused() {
    GgufWriter writer = TinyAdapter.header(spec);
    TinyAdapter.add(writer, "blk.1.ffn_up.weight.lora_a", 4, 64, 0.1);
    writer.write(file);
    refused(Code.ADAPTER_SHAPE, "'blk.1.ffn_up.weight' has .lora_a but not the other half");
  }

  @Test
  void wrong_shapes_are_refused() {
    GgufWriter writer = TinyAdapter.header(spec);
    TinyAdapter.add(writer, "blk.0.ffn_up.weight.lora_a", 4, 60, 0.1);
    TinyAdapter.add(writer, "blk.0.ffn_up.weight.lora_b", 96, 4, 0.1);
    writer.write(file);
    refused(Code.ADAPTER_SHAPE, "A [4, 60] and B [96, 4]; the base needs A [r, 64] and B [96, r]");
  }

  @Test
  void halves_of_different_ranks_are_refused() {
    GgufWriter writer = TinyAdapter.header(spec);
    TinyAdapter.add(writer, "blk.0.ffn_up.weight.lora_a", 4, 64, 0.1);
    TinyAdapter.add(writer, "blk.0.ffn_up.weight.lora_b", 96, 5, 0.1);
    writer.write(file);
    refused(Code.ADAPTER_SHAPE, "'blk.0.ffn_up.weight'");
  }

  @Test
  void names_that_the_base_does_not_have_are_refused() {
    GgufWriter writer = TinyAdapter.header(spec);
    TinyAdapter.add(writer, "blk.2.ffn_up.weight.lora_a", 4, 64, 0.1);
    TinyAdapter.add(writer, "blk.2.ffn_up.weight.lora_b", 96, 4, 0.1);
    writer.write(file);
    refused(Code.ADAPTER_SHAPE, "'blk.2.ffn_up.weight.lora_a' belongs to nothing");
  }

  @Test
  void numbers_that_are_none_are_refused() {
    float[] a = new float[4 * 64];
    a[70] = Float.NaN;
    GgufWriter writer =
        TinyAdapter.header(spec)
            .tensor("blk.0.ffn_up.weight.lora_a", GgufType.F32, new long[] {64, 4}, a);
    TinyAdapter.add(writer, "blk.0.ffn_up.weight.lora_b", 96, 4, 0.1);
    writer.write(file);
    refused(Code.ADAPTER_NUMBERS, "holds NaN at 70");
    TinyAdapter.header(spec).float32("adapter.lora.alpha", Double.NaN).write(file);
    refused(Code.ADAPTER_NUMBERS, "adapter.lora.alpha is NaN");
  }

  private void refused(Code code, String text) {
    ThrowingCallable load = () -> AdapterWeights.load(file, spec);
    assertThatThrownBy(load)
        .isInstanceOf(EngineException.class)
        .hasMessageContaining(text)
        .extracting(thrown -> ((EngineException) thrown).code())
        .isEqualTo(code);
  }
}
