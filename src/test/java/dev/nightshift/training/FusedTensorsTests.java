package dev.nightshift.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.nightshift.gguf.GgufFile;
import dev.nightshift.gguf.GgufType;
import dev.nightshift.model.ModelSpec;
import dev.nightshift.model.Projection;
import dev.nightshift.model.SafetensorsFile;
import dev.nightshift.model.TinyModel;
import dev.nightshift.training.LoraTensors.Pair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Phi's files hold several projections in one tensor: adapters must be of those tensors. */
class FusedTensorsTests {
  private static final int RANK = 2;
  private static final double ALPHA = 3;

  @TempDir Path folder;
  private ModelSpec spec;

  @BeforeEach
  void base() {
    try (GgufFile file =
        GgufFile.open(TinyModel.write(folder.resolve("base.gguf"), "phi3", GgufType.F32))) {
      spec = ModelSpec.of(file);
    }
  }

  @Test
  void a_fused_adapter_adds_what_its_parts_add() {
    Map<String, Pair> parts = TestPairs.of(spec, List.of(Projection.values()), RANK);
    Map<String, Pair> stored = FusedTensors.stored(spec, parts);
    assertThat(stored.keySet())
        .containsExactly(
            "blk.0.attn_qkv.weight",
            "blk.0.attn_output.weight",
            "blk.0.ffn_up.weight",
            "blk.0.ffn_down.weight",
            "blk.1.attn_qkv.weight",
            "blk.1.attn_output.weight",
            "blk.1.ffn_up.weight",
            "blk.1.ffn_down.weight");
    for (Projection projection : Projection.values()) {
      Pair whole = Objects.requireNonNull(stored.get(projection.storedName(spec, 1)));
      float[] expected = delta(Objects.requireNonNull(parts.get(projection.tensor(1))));
      float[] found = delta(whole);
      int from = projection.firstRow(spec) * whole.inputs();
      for (int i = 0; i < expected.length; i++) {
        assertThat(found[from + i])
            .as("%s %d", projection, i)
            .isCloseTo(expected[i], within(1e-5f));
      }
    }
  }

  @Test
  void a_part_alone_leaves_the_others_rows_as_they_were() {
    Pair whole =
        Objects.requireNonNull(
            FusedTensors.stored(spec, TestPairs.of(spec, List.of(Projection.KEY), RANK))
                .get("blk.0.attn_qkv.weight"));
    assertThat(whole.rank()).isEqualTo(RANK);
    assertThat(whole.outputs()).isEqualTo(64 + 32 + 32);
    float[] added = delta(whole);
    for (int i = 0; i < added.length; i++) {
      int row = i / whole.inputs();
      if (row < 64 || row >= 96) {
        assertThat(added[i]).isZero();
      }
    }
    assertThat(added[70 * whole.inputs()]).isNotZero();
  }

  @Test
  void peft_is_told_the_larger_ranks_of_fused_modules() throws IOException {
    LoraTensors adapter =
        new LoraTensors(
            RANK,
            ALPHA,
            FusedTensors.stored(spec, TestPairs.of(spec, List.of(Projection.values()), RANK)));
    PeftAdapterWriter.write(adapter, spec, "tiny", folder);
    JsonNode config =
        JsonMapper.shared().readTree(Files.readString(folder.resolve("adapter_config.json")));
    assertThat(config.get("target_modules").valueStream().map(JsonNode::asString))
        .containsExactly("down_proj", "gate_up_proj", "o_proj", "qkv_proj");
    assertThat(config.get("rank_pattern").get("qkv_proj").asInt()).isEqualTo(3 * RANK);
    assertThat(config.get("rank_pattern").get("gate_up_proj").asInt()).isEqualTo(2 * RANK);
    SafetensorsFile read = SafetensorsFile.read(folder.resolve("adapter_model.safetensors"));
    String module = "base_model.model.model.layers.1.self_attn.qkv_proj.lora_B.weight";
    assertThat(Objects.requireNonNull(read.tensors().get(module)).shape())
        .containsExactly(128L, 3L * RANK);
  }

  /** alpha / r · B · A. */
  private static float[] delta(Pair pair) {
    float[] sum = new float[pair.outputs() * pair.inputs()];
    int rank = pair.rank();
    for (int row = 0; row < pair.outputs(); row++) {
      for (int column = 0; column < pair.inputs(); column++) {
        double value = 0;
        for (int r = 0; r < rank; r++) {
          value += (double) pair.b()[row * rank + r] * pair.a()[r * pair.inputs() + column];
        }
        sum[row * pair.inputs() + column] = (float) (ALPHA / rank * value);
      }
    }
    return sum;
  }
}
