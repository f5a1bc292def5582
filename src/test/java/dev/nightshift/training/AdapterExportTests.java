package dev.nightshift.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.gguf.Dequantizer;
import dev.nightshift.gguf.GgufFile;
import dev.nightshift.model.ModelSpec;
import dev.nightshift.model.ModelTraits;
import dev.nightshift.model.Projection;
import dev.nightshift.model.RopeScaling;
import dev.nightshift.model.SafetensorsFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AdapterExportTests {
  private static final int RANK = 3;

  @TempDir Path folder;

  @Test
  void rows_of_q_and_k_are_put_back_and_forth_as_the_reference_says() throws IOException {
    JsonNode reference = json("/reference/rope_permutation.json");
    for (String part : List.of("matrices", "lora")) {
      for (JsonNode entry : reference.get(part)) {
        float[] back =
            RowOrder.unpermute(
                flat(entry.get("gguf_values")),
                entry.get("heads").asInt(),
                entry.get("head_dim").asInt());
        assertThat(back)
            .as(entry.get("tensor").asString())
            .containsExactly(flat(entry.get("hf_values")));
        assertThat(
                RowOrder.permute(back, entry.get("heads").asInt(), entry.get("head_dim").asInt()))
            .as(entry.get("tensor").asString())
            .containsExactly(flat(entry.get("gguf_values")));
      }
    }
  }

  @Test
  void a_gguf_adapter_has_what_llama_cpp_checks() {
    LoraTensors adapter = adapter(spec("llama"));
    Path file = folder.resolve("adapter.gguf");
    GgufAdapterWriter.write(adapter, spec("llama"), file);
    try (GgufFile read = GgufFile.open(file)) {
      assertThat(read.metadata().string("general.type")).isEqualTo("adapter");
      assertThat(read.metadata().string("general.architecture")).isEqualTo("llama");
      assertThat(read.metadata().string("adapter.type")).isEqualTo("lora");
      assertThat(read.metadata().floating("adapter.lora.alpha")).isEqualTo(6);
      assertThat(read.tensors()).hasSize(2 * adapter.tensors().size());
      adapter
          .tensors()
          .forEach(
              (name, pair) -> {
                assertThat(read.tensor(name + ".lora_a").shapeInnermostFirst())
                    .containsExactly(pair.inputs(), RANK);
                assertThat(read.tensor(name + ".lora_b").shapeInnermostFirst())
                    .containsExactly(RANK, pair.outputs());
                assertThat(Dequantizer.toFloats(read.tensor(name + ".lora_a")))
                    .containsExactly(pair.a());
                assertThat(Dequantizer.toFloats(read.tensor(name + ".lora_b")))
                    .containsExactly(pair.b());
              });
    }
  }

  @Test
  void a_peft_adapter_un_permutes_b_of_q_and_k_and_nothing_else() throws IOException {
    ModelSpec spec = spec("llama");
    LoraTensors adapter = adapter(spec);
    PeftAdapterWriter.write(adapter, spec, "tiny", folder);
    SafetensorsFile read = SafetensorsFile.read(folder.resolve("adapter_model.safetensors"));
    assertThat(read.metadata()).isEqualTo(Map.of("format", "pt"));
    assertThat(read.tensors()).hasSize(2 * adapter.tensors().size());
    for (Projection projection : Projection.values()) {
      LoraTensors.Pair pair = Objects.requireNonNull(adapter.tensors().get(projection.tensor(1)));
      String module = "base_model.model." + projection.module(1);
      SafetensorsFile.Tensor a =
          Objects.requireNonNull(read.tensors().get(module + ".lora_A.weight"));
      SafetensorsFile.Tensor b =
          Objects.requireNonNull(read.tensors().get(module + ".lora_B.weight"));
      assertThat(a.shape()).containsExactly((long) RANK, (long) pair.inputs());
      assertThat(b.shape()).containsExactly((long) pair.outputs(), (long) RANK);
      assertThat(a.values()).containsExactly(pair.a());
      boolean permuted = projection == Projection.QUERY || projection == Projection.KEY;
      assertThat(java.util.Arrays.equals(b.values(), pair.b())).isEqualTo(!permuted);
    }
  }

  @Test
  void other_architectures_keep_their_rows() throws IOException {
    ModelSpec spec = spec("qwen2");
    LoraTensors adapter = adapter(spec);
    PeftAdapterWriter.write(adapter, spec, "tiny", folder);
    SafetensorsFile read = SafetensorsFile.read(folder.resolve("adapter_model.safetensors"));
    String module = "base_model.model." + Projection.QUERY.module(0) + ".lora_B.weight";
    assertThat(Objects.requireNonNull(read.tensors().get(module)).values())
        .containsExactly(Objects.requireNonNull(adapter.tensors().get("blk.0.attn_q.weight")).b());
  }

  @Test
  void the_configuration_names_rank_alpha_and_targets() throws IOException {
    PeftAdapterWriter.write(adapter(spec("llama")), spec("llama"), "some/model", folder);
    JsonNode config =
        JsonMapper.shared().readTree(Files.readString(folder.resolve("adapter_config.json")));
    assertThat(config.get("peft_type").asString()).isEqualTo("LORA");
    assertThat(config.get("task_type").asString()).isEqualTo("CAUSAL_LM");
    assertThat(config.get("r").asInt()).isEqualTo(RANK);
    assertThat(config.get("lora_alpha").isInt()).isTrue();
    assertThat(config.get("lora_alpha").asInt()).isEqualTo(6);
    assertThat(config.get("base_model_name_or_path").asString()).isEqualTo("some/model");
    assertThat(config.get("target_modules").valueStream().map(JsonNode::asString))
        .containsExactly(
            "down_proj", "gate_proj", "k_proj", "o_proj", "q_proj", "up_proj", "v_proj");
  }

  @Test
  void broken_numbers_never_become_an_adapter() {
    assertThatThrownBy(() -> one(new float[] {1, Float.NaN}, new float[] {1, 2, 3}))
        .hasMessageContaining("blk.0.attn_q.weight A: value 1 is NaN");
    assertThatThrownBy(() -> one(new float[] {1, 2}, new float[] {1, 2}))
        .hasMessageContaining("B [3, 1]");
  }

  private static LoraTensors one(float[] a, float[] b) {
    return new LoraTensors(1, 1, Map.of("blk.0.attn_q.weight", new LoraTensors.Pair(2, 3, a, b)));
  }

  private static ModelSpec spec(String architecture) {
    return new ModelSpec(
        architecture,
        "tiny",
        2,
        16,
        4,
        2,
        4,
        24,
        50,
        1e-5,
        10_000,
        4,
        architecture.equals("llama"),
        64,
        true,
        false,
        false,
        RopeScaling.NONE,
        ModelTraits.LLAMA);
  }

  private static LoraTensors adapter(ModelSpec spec) {
    Map<String, LoraTensors.Pair> tensors = new LinkedHashMap<>();
    for (int layer = 0; layer < spec.layers(); layer++) {
      for (Projection projection : Projection.values()) {
        int inputs = projection.inputs(spec);
        int outputs = projection.outputs(spec);
        float[] a = new float[RANK * inputs];
        float[] b = new float[outputs * RANK];
        for (int i = 0; i < a.length; i++) {
          a[i] = i + 0.25f + layer;
        }
        for (int i = 0; i < b.length; i++) {
          b[i] = -i - 0.5f - layer;
        }
        tensors.put(projection.tensor(layer), new LoraTensors.Pair(inputs, outputs, a, b));
      }
    }
    return new LoraTensors(RANK, 6, tensors);
  }

  private static float[] flat(JsonNode rows) {
    int columns = rows.get(0).size();
    float[] values = new float[rows.size() * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) rows.get(i / columns).get(i % columns).asDouble();
    }
    return values;
  }

  private static JsonNode json(String resource) throws IOException {
    try (InputStream in = AdapterExportTests.class.getResourceAsStream(resource)) {
      return JsonMapper.shared().readTree(Objects.requireNonNull(in));
    }
  }
}
