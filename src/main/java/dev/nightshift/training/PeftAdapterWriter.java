package dev.nightshift.training;

import dev.nightshift.home.AtomicFiles;
import dev.nightshift.model.ModelSpec;
import dev.nightshift.model.Projection;
import dev.nightshift.model.SafetensorsFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes an adapter as the directory that PEFT loads: {@code adapter_model.safetensors} and {@code
 * adapter_config.json}. The rows of B of q and k go back into Hugging Face's order; A stays as it
 * is.
 */
public final class PeftAdapterWriter {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private PeftAdapterWriter() {}

  /**
   * Writes both files into {@code directory}, each whole or not at all.
   *
   * @param baseName what {@code base_model_name_or_path} shall say
   * @throws IllegalArgumentException for a tensor that holds none of a layer's projections
   * @throws UncheckedIOException when a file cannot be written
   */
  public static void write(LoraTensors adapter, ModelSpec base, String baseName, Path directory) {
    Map<String, SafetensorsFile.Tensor> tensors = new LinkedHashMap<>();
    Map<String, Integer> targets = new TreeMap<>();
    Set<String> found = new HashSet<>();
    for (int layer = 0; layer < base.layers(); layer++) {
      for (Projection projection : Projection.values()) {
        String name = projection.storedName(base, layer);
        LoraTensors.Pair pair = adapter.tensors().get(name);
        if (pair == null || !found.add(name)) {
          continue;
        }
        String module = "base_model.model." + projection.storedModule(base, layer);
        long rank = pair.rank();
        tensors.put(
            module + ".lora_A.weight",
            new SafetensorsFile.Tensor(List.of(rank, (long) pair.inputs()), pair.a()));
        tensors.put(
            module + ".lora_B.weight",
            new SafetensorsFile.Tensor(
                List.of((long) pair.outputs(), rank),
                RowOrder.toHuggingFace(projection, base, pair.b())));
        targets.put(module.substring(module.lastIndexOf('.') + 1), pair.rank());
      }
    }
    if (found.size() != adapter.tensors().size()) {
      throw new IllegalArgumentException(
          "PEFT holds the projections of %d layers only; of %d tensors %d are others"
              .formatted(
                  base.layers(),
                  adapter.tensors().size(),
                  adapter.tensors().size() - found.size()));
    }
    try {
      SafetensorsFile.write(
          directory.resolve("adapter_model.safetensors"), Map.of("format", "pt"), tensors);
      AtomicFiles.writeString(
          directory.resolve("adapter_config.json"),
          JSON.writeValueAsString(config(adapter, baseName, targets)) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("the PEFT adapter in " + directory + " cannot be written", e);
    }
  }

  /** The classic keys only: older versions of PEFT refuse those that they do not know. */
  private static Map<String, Object> config(
      LoraTensors adapter, String baseName, Map<String, Integer> targets) {
    Map<String, Object> config = new TreeMap<>();
    config.put("base_model_name_or_path", baseName);
    config.put("bias", "none");
    config.put("fan_in_fan_out", false);
    config.put("inference_mode", true);
    config.put("init_lora_weights", true);
    boolean whole = adapter.alpha() == Math.rint(adapter.alpha());
    config.put("lora_alpha", whole ? (Number) (long) adapter.alpha() : (Number) adapter.alpha());
    config.put("lora_dropout", 0.0);
    config.put("peft_type", "LORA");
    config.put("r", adapter.rank());
    config.put("target_modules", List.copyOf(targets.keySet()));
    Map<String, Integer> otherRanks = new TreeMap<>(targets);
    otherRanks.values().removeIf(rank -> rank == adapter.rank());
    if (!otherRanks.isEmpty()) {
      config.put("rank_pattern", otherRanks);
    }
    config.put("task_type", "CAUSAL_LM");
    return config;
  }
}
