package dev.nightshift.training;

import dev.nightshift.model.ModelException;
import dev.nightshift.model.ModelSpec;
import dev.nightshift.model.Projection;
import dev.nightshift.model.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * Reads the directory that PEFT writes, {@code adapter_config.json} and {@code
 * adapter_model.safetensors}, to be trained on. The rows of B of q and k are put into the order of
 * the GGUF file.
 */
final class PeftAdapterReader {
  static final String CONFIG = "adapter_config.json";
  static final String WEIGHTS = "adapter_model.safetensors";

  private static final String PREFIX = "base_model.model.";
  private static final String A = ".lora_A.weight";
  private static final String B = ".lora_B.weight";

  private final Path folder;
  private final ModelSpec base;
  private final PeftConfig config;
  private final Map<String, SafetensorsFile.Tensor> tensors;

  private PeftAdapterReader(
      Path folder, ModelSpec base, PeftConfig config, Map<String, SafetensorsFile.Tensor> tensors) {
    this.folder = folder;
    this.base = base;
    this.config = config;
    this.tensors = tensors;
  }

  /**
   * The adapters by the names of the base's tensors.
   *
   * @throws TrainingException ADAPTER when the directory holds none, or one of another base
   */
  static Map<String, ScaledPair> read(Path folder, ModelSpec base) {
    try {
      PeftConfig config = PeftConfig.read(folder.resolve(CONFIG));
      SafetensorsFile file = SafetensorsFile.read(folder.resolve(WEIGHTS));
      return new PeftAdapterReader(folder, base, config, file.tensors()).pairs();
    } catch (IOException e) {
      throw StartingAdapter.unusable(folder, "it cannot be read: " + e, e);
    } catch (ModelException e) {
      throw StartingAdapter.unusable(folder, String.valueOf(e.getMessage()), e);
    }
  }

  private Map<String, ScaledPair> pairs() {
    TreeSet<String> unread = new TreeSet<>(tensors.keySet());
    Map<String, ScaledPair> pairs = new LinkedHashMap<>();
    for (int layer = 0; layer < base.layers(); layer++) {
      for (Projection projection : Projection.values()) {
        String module = projection.storedModule(base, layer);
        boolean hasA = unread.remove(PREFIX + module + A);
        boolean hasB = unread.remove(PREFIX + module + B);
        if (hasA != hasB) {
          throw unusable("'%s' has %s alone".formatted(module, hasA ? A : B));
        }
        if (hasA) {
          pairs.put(projection.storedName(base, layer), pair(projection, module));
        }
      }
    }
    if (!unread.isEmpty()) {
      throw unusable(
          "'%s' is of nothing that is trained in a base of %d layers"
              .formatted(unread.first(), base.layers()));
    }
    return pairs;
  }

  private ScaledPair pair(Projection projection, String module) {
    SafetensorsFile.Tensor a = Objects.requireNonNull(tensors.get(PREFIX + module + A));
    SafetensorsFile.Tensor b = Objects.requireNonNull(tensors.get(PREFIX + module + B));
    int inputs = projection.inputs(base);
    int outputs = projection.storedRows(base);
    StartingAdapter.requireShapes(folder, module, a.shape(), b.shape(), inputs, outputs);
    LoraTensors.Pair pair =
        new LoraTensors.Pair(
            inputs, outputs, a.values(), RowOrder.toGguf(projection, base, b.values()));
    if (pair.rank() != config.rank(module)) {
      throw unusable(
          "'%s' has rank %d, %s says %d"
              .formatted(module, pair.rank(), CONFIG, config.rank(module)));
    }
    return new ScaledPair(pair, config.scale(module));
  }

  private TrainingException unusable(String why) {
    return StartingAdapter.unusable(folder, why, null);
  }
}
