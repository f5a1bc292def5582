package dev.nightshift.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.gguf.GgufException;
import dev.nightshift.gguf.GgufFile;
import dev.nightshift.gguf.GgufType;
import dev.nightshift.gguf.GgufWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelSpecTests {
  @TempDir Path folder;

  @Test
  void a_llama_file_is_understood_with_the_defaults_of_the_format() {
    ModelSpec spec = read(file("llama"));
    assertThat(spec)
        .isEqualTo(
            new ModelSpec(
                "llama",
                "tiny",
                2,
                16,
                4,
                2,
                4,
                24,
                10,
                1e-5f,
                10_000,
                4,
                true,
                64,
                true,
                false,
                false,
                RopeScaling.NONE,
                ModelTraits.LLAMA));
    assertThat(spec.queryWidth()).isEqualTo(16);
    assertThat(spec.kvWidth()).isEqualTo(8);
  }

  @Test
  void qwen3_has_its_own_head_width_and_norms() {
    GgufWriter writer =
        file("qwen3")
            .uint32("qwen3.attention.key_length", 8)
            .uint32("qwen3.attention.value_length", 8)
            .tensor("blk.0.attn_q_norm.weight", GgufType.F32, new long[] {8}, new float[8])
            .tensor("output.weight", GgufType.F32, new long[] {16, 10}, new float[160]);
    ModelSpec spec = read(writer);
    assertThat(spec.headDim()).isEqualTo(8);
    assertThat(spec.ropeDimensions()).isEqualTo(8);
    assertThat(spec.qkNorm()).isTrue();
    assertThat(spec.qkvBias()).isFalse();
    assertThat(spec.ropeInterleaved()).isFalse();
    assertThat(spec.tiedEmbeddings()).isFalse();
  }

  @Test
  void qwen2_has_biases() {
    GgufWriter writer =
        file("qwen2").tensor("blk.0.attn_q.bias", GgufType.F32, new long[] {16}, new float[16]);
    assertThat(read(writer).qkvBias()).isTrue();
  }

  @Test
  void what_would_compute_something_else_is_refused() {
    assertThatThrownBy(() -> read(file("gemma2")))
        .hasMessageContaining("'gemma2'")
        .hasMessageContaining("qwen3, gemma3");
    assertThatThrownBy(() -> read(file("llama").uint32("llama.expert_count", 8)))
        .hasMessageContaining("mixture of experts");
    assertThatThrownBy(() -> read(file("llama").string("llama.rope.scaling.type", "longrope")))
        .hasMessageContaining("longrope");
    assertThatThrownBy(() -> read(file("llama").string("general.type", "adapter")))
        .hasMessageContaining("is an adapter, not a model");
  }

  @Test
  void impossible_numbers_are_refused_by_their_key() {
    assertThatThrownBy(() -> read(file("llama").uint32("llama.attention.head_count_kv", 3)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("attention.head_count_kv is 3");
    assertThatThrownBy(() -> read(file("llama").uint32("llama.embedding_length", 20)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("token_embd.weight");
    assertThatThrownBy(() -> read(new GgufWriter().string("general.architecture", "llama")))
        .isInstanceOf(GgufException.class)
        .hasMessageContaining("'llama.attention.head_count' is missing");
  }

  @Test
  void a_gemma_file_is_understood_with_its_windows_and_scales() {
    GgufWriter writer =
        file("gemma3")
            .uint32("gemma3.attention.key_length", 8)
            .uint32("gemma3.attention.value_length", 8)
            .uint32("gemma3.attention.sliding_window", 512)
            .float32("gemma3.rope.freq_base", 1_000_000)
            .float32("gemma3.rope.scaling.factor", 8)
            .tensor("blk.0.attn_q_norm.weight", GgufType.F32, new long[] {8}, new float[8]);
    ModelSpec spec = read(writer);
    assertThat(spec.traits())
        .isEqualTo(
            new ModelTraits(false, true, true, 4, 0, 0, new ModelTraits.Window(512, 6, 10_000)));
    assertThat(spec.ropeScaling()).isEqualTo(new RopeScaling.Linear(8));
    assertThat(spec.traits().window().in(4)).isTrue();
    assertThat(spec.traits().window().in(5)).isFalse();
    assertThat(spec.qkNorm()).isTrue();
  }

  @Test
  void a_phi_file_holds_several_projections_in_one_tensor() {
    GgufWriter writer =
        file("phi3")
            .tensor("blk.0.attn_qkv.weight", GgufType.F32, new long[] {16, 32}, new float[512]);
    ModelSpec spec = read(writer);
    assertThat(spec.traits().fused()).isTrue();
    assertThat(Projection.VALUE.storedName(spec, 1)).isEqualTo("blk.1.attn_qkv.weight");
    assertThat(Projection.VALUE.firstRow(spec)).isEqualTo(24);
    assertThat(Projection.UP.storedName(spec, 0)).isEqualTo("blk.0.ffn_up.weight");
    assertThat(Projection.GATE.storedName(spec, 0)).isEqualTo("blk.0.ffn_up.weight");
    assertThat(Projection.UP.firstRow(spec)).isEqualTo(24);
    assertThat(Projection.UP.storedModule(spec, 3)).isEqualTo("model.layers.3.mlp.gate_up_proj");
    assertThatThrownBy(() -> read(file("phi3"))).hasMessageContaining("'blk.0.attn_qkv.weight'");
  }

  @Test
  void stretched_positions_are_read_or_named() {
    GgufWriter yarn =
        file("llama")
            .string("llama.rope.scaling.type", "yarn")
            .float32("llama.rope.scaling.factor", 4)
            .uint32("llama.rope.scaling.original_context_length", 16);
    assertThat(read(yarn).ropeScaling()).isEqualTo(new RopeScaling.Yarn(4, 16, 1, 32, 1));
    assertThat(read(file("llama").string("llama.rope.scaling.type", "none")).ropeScaling())
        .isEqualTo(RopeScaling.NONE);
    assertThatThrownBy(() -> read(file("llama").float32("llama.rope.scaling.factor", -2)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("rope.scaling.factor is -2.0");
  }

  @Test
  void an_older_files_key_for_linear_scaling_is_read_where_the_newer_one_is_missing() {
    assertThat(read(file("llama").float32("llama.rope.scale_linear", 4)).ropeScaling())
        .isEqualTo(new RopeScaling.Linear(4));
    GgufWriter both =
        file("llama").float32("llama.rope.scale_linear", 4).float32("llama.rope.scaling.factor", 2);
    assertThat(read(both).ropeScaling()).isEqualTo(new RopeScaling.Linear(2));
    assertThat(read(file("llama").float32("llama.rope.scale_linear", 0)).ropeScaling())
        .isEqualTo(RopeScaling.NONE);
  }

  private ModelSpec read(GgufWriter writer) {
    Path path = folder.resolve("model.gguf");
    writer.write(path);
    try (GgufFile file = GgufFile.open(path)) {
      return ModelSpec.of(file);
    }
  }

  private static GgufWriter file(String architecture) {
    String prefix = architecture + ".";
    return new GgufWriter()
        .string("general.architecture", architecture)
        .string("general.name", "tiny")
        .uint32(prefix + "block_count", 2)
        .uint32(prefix + "context_length", 64)
        .uint32(prefix + "embedding_length", 16)
        .uint32(prefix + "feed_forward_length", 24)
        .uint32(prefix + "attention.head_count", 4)
        .uint32(prefix + "attention.head_count_kv", 2)
        .float32(prefix + "attention.layer_norm_rms_epsilon", 1e-5f)
        .tensor("token_embd.weight", GgufType.F32, new long[] {16, 10}, new float[160]);
  }
}
