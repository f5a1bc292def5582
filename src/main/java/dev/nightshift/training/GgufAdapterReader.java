package dev.nightshift.training;

import dev.nightshift.gguf.Dequantizer;
import dev.nightshift.gguf.GgufException;
import dev.nightshift.gguf.GgufFile;
import dev.nightshift.gguf.GgufTensor;
import dev.nightshift.model.ModelSpec;
import dev.nightshift.model.Projection;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Reads a GGUF LoRA file, ours or another program's, to be trained on; its layout is described at
 * {@link GgufAdapterWriter}.
 */
final class GgufAdapterReader {
  private static final String A = ".lora_a";
  private static final String B = ".lora_b";

  private final GgufFile file;
  private final ModelSpec base;

  private GgufAdapterReader(GgufFile file, ModelSpec base) {
    this.file = file;
    this.base = base;
  }

  /**
   * The adapters by the names of the base's tensors.
   *
   * @throws TrainingException ADAPTER when the file is none, or of another base
   */
  static Map<String, ScaledPair> read(Path gguf, ModelSpec base) {
    try (GgufFile file = GgufFile.open(gguf)) {
      return new GgufAdapterReader(file, base).pairs();
    } catch (GgufException e) {
      throw StartingAdapter.unusable(gguf, String.valueOf(e.getMessage()), e);
    }
  }

  private Map<String, ScaledPair> pairs() {
    double alpha = alpha();
    TreeSet<String> unread = new TreeSet<>(file.tensors().keySet());
    Map<String, ScaledPair> pairs = new LinkedHashMap<>();
    for (int layer = 0; layer < base.layers(); layer++) {
      for (Projection projection : Projection.values()) {
        String name = projection.storedName(base, layer);
        boolean hasA = unread.remove(name + A);
        boolean hasB = unread.remove(name + B);
        if (hasA != hasB) {
          throw unusable("'%s' has %s alone".formatted(name, hasA ? A : B));
        }
        if (hasA) {
          pairs.put(name, pair(projection, name, alpha));
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

  private double alpha() {
    expect("general.type", "adapter");
    expect("adapter.type", "lora");
    expect("general.architecture", base.architecture());
    if (file.metadata().values().containsKey("adapter.alora.invocation_tokens")) {
      throw unusable("it works behind certain tokens only (aLoRA); ordinary ones can be continued");
    }
    double alpha = file.metadata().floating("adapter.lora.alpha", 0);
    if (!Double.isFinite(alpha) || alpha < 0) {
      throw unusable("adapter.lora.alpha is " + alpha);
    }
    return alpha;
  }

  private void expect(String key, String wanted) {
    String found = file.metadata().findString(key).orElse("missing");
    if (!found.equals(wanted)) {
      throw unusable("%s is '%s'; for this base it is '%s'".formatted(key, found, wanted));
    }
  }

  /** No alpha means a factor of one, as llama.cpp has it (src/llama-adapter.h). */
  private ScaledPair pair(Projection projection, String name, double alpha) {
    GgufTensor a = file.tensor(name + A);
    GgufTensor b = file.tensor(name + B);
    StartingAdapter.requireShapes(
        file.path(),
        name,
        List.of(a.rows(), a.columns()),
        List.of(b.rows(), b.columns()),
        projection.inputs(base),
        projection.storedRows(base));
    LoraTensors.Pair pair =
        new LoraTensors.Pair(
            projection.inputs(base),
            projection.storedRows(base),
            Dequantizer.toFloats(a),
            Dequantizer.toFloats(b));
    return new ScaledPair(pair, alpha == 0 ? 1 : alpha / pair.rank());
  }

  private TrainingException unusable(String why) {
    return StartingAdapter.unusable(file.path(), why, null);
  }
}
