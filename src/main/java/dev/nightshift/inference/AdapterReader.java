package dev.nightshift.inference;

import dev.nightshift.gguf.Dequantizer;
import dev.nightshift.gguf.GgufException;
import dev.nightshift.gguf.GgufFile;
import dev.nightshift.gguf.GgufTensor;
import dev.nightshift.home.FileDigest;
import dev.nightshift.inference.AdapterWeights.Pair;
import dev.nightshift.inference.EngineException.Code;
import dev.nightshift.model.ModelSpec;
import dev.nightshift.model.Projection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a GGUF LoRA file, as llama.cpp's loader would, and refuses what that would refuse. */
final class AdapterReader {
  private static final String A = ".lora_a";
  private static final String B = ".lora_b";

  private final GgufFile file;
  private final ModelSpec base;

  private AdapterReader(GgufFile file, ModelSpec base) {
    this.file = file;
    this.base = base;
  }

  static AdapterWeights read(Path path, ModelSpec base) {
    try (GgufFile file = GgufFile.open(path)) {
      AdapterReader reader = new AdapterReader(file, base);
      double alpha = reader.alpha();
      List<Map<Projection, Pair>> layers = reader.layers();
      return new AdapterWeights(path, FileDigest.sha256(path), alpha, layers);
    } catch (GgufException e) {
      throw new EngineException(
          Code.ADAPTER_UNREADABLE, "the adapter is not usable: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new EngineException(
          Code.ADAPTER_UNREADABLE, path + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private double alpha() {
    expect("general.type", "adapter", Code.ADAPTER_UNREADABLE);
    expect("adapter.type", "lora", Code.ADAPTER_UNREADABLE);
    expect("general.architecture", base.architecture(), Code.ADAPTER_BASE);
    if (file.metadata().values().containsKey("adapter.alora.invocation_tokens")) {
      throw problem(
          Code.ADAPTER_UNREADABLE,
          "it works behind certain tokens only (aLoRA); ordinary ones can be loaded");
    }
    double alpha = file.metadata().floating("adapter.lora.alpha", 0);
    if (!Double.isFinite(alpha) || alpha < 0) {
      throw problem(
          Code.ADAPTER_NUMBERS, "adapter.lora.alpha is " + alpha + ", not a usable number");
    }
    return alpha;
  }

  private void expect(String key, String wanted, Code code) {
    String found = file.metadata().findString(key).orElse("missing");
    if (!found.equals(wanted)) {
      throw problem(
          code, "%s is '%s' but must be '%s' for this base".formatted(key, found, wanted));
    }
  }

  private List<Map<Projection, Pair>> layers() {
    Set<String> unread = new HashSet<>(file.tensors().keySet());
    if (unread.isEmpty()) {
      throw problem(Code.ADAPTER_EMPTY, "it holds no tensors");
    }
    List<Map<Projection, Pair>> layers = new ArrayList<>();
    for (int layer = 0; layer < base.layers(); layer++) {
      Map<Projection, Pair> pairs = new EnumMap<>(Projection.class);
      for (Projection projection : Projection.values()) {
        String name = projection.storedName(base, layer);
        boolean hasA = file.tensors().containsKey(name + A);
        boolean hasB = file.tensors().containsKey(name + B);
        unread.removeAll(List.of(name + A, name + B));
        if (hasA != hasB) {
          throw problem(
              Code.ADAPTER_SHAPE,
              "'%s' has %s but not the other half".formatted(name, hasA ? A : B));
        }
        if (hasA) {
          pairs.put(projection, pair(projection, name));
        }
      }
      layers.add(Map.copyOf(pairs));
    }
    if (!unread.isEmpty()) {
      throw problem(
          Code.ADAPTER_SHAPE,
          "'%s' belongs to nothing that can be adapted in this base of %d layers"
              .formatted(unread.stream().sorted().findFirst().orElseThrow(), base.layers()));
    }
    return layers;
  }

  private Pair pair(Projection projection, String name) {
    GgufTensor a = file.tensor(name + A);
    GgufTensor b = file.tensor(name + B);
    int inputs = projection.inputs(base);
    int outputs = projection.storedRows(base);
    if (a.columns() != inputs || b.rows() != outputs || a.rows() != b.columns()) {
      throw problem(
          Code.ADAPTER_SHAPE,
          "'%s' has A [%d, %d] and B [%d, %d]; the base needs A [r, %d] and B [%d, r]"
              .formatted(name, a.rows(), a.columns(), b.rows(), b.columns(), inputs, outputs));
    }
    GgufTensor own = b.slice(projection.firstRow(base), projection.outputs(base));
    return new Pair(Math.toIntExact(a.rows()), numbers(a), numbers(own));
  }

  private float[] numbers(GgufTensor tensor) {
    float[] values = Dequantizer.toFloats(tensor);
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw problem(
            Code.ADAPTER_NUMBERS, "'%s' holds %s at %d".formatted(tensor.name(), values[i], i));
      }
    }
    return values;
  }

  private EngineException problem(Code code, String text) {
    return new EngineException(code, "the adapter " + file.path() + " is not usable: " + text);
  }
}
