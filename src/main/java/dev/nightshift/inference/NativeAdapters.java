package dev.nightshift.inference;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.nightshift.inference.AdapterWeights.Pair;
import dev.nightshift.model.AdapterTensors;
import dev.nightshift.model.ModelSpec;
import dev.nightshift.model.Projection;
import dev.nightshift.tensor.NativeRuntime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The adapters used last, in native memory. For the engine's thread only. */
final class NativeAdapters implements AutoCloseable {
  private record Held(NDManager owner, AdapterTensors tensors) {}

  private final ModelSpec spec;
  private final int most;
  private final Map<String, Held> held = new LinkedHashMap<>(16, 0.75f, true);

  NativeAdapters(ModelSpec spec, int most) {
    this.spec = spec;
    this.most = most;
  }

  AdapterTensors of(@Nullable AdapterWeights adapter) {
    if (adapter == null) {
      return AdapterTensors.NONE;
    }
    Held found = held.get(adapter.digest());
    if (found == null) {
      if (held.size() == most) {
        String oldest = held.keySet().iterator().next();
        Held dropped = held.remove(oldest);
        if (dropped != null) {
          dropped.owner().close();
        }
      }
      found = hold(adapter);
      held.put(adapter.digest(), found);
    }
    return found.tensors();
  }

  /** One scale serves all projections; where ranks differ, the difference goes into B. */
  private Held hold(AdapterWeights adapter) {
    NDManager owner = NativeRuntime.newManager();
    try {
      double scale =
          adapter.layers().stream()
              .flatMap(layer -> layer.values().stream())
              .mapToDouble(adapter::scale)
              .max()
              .orElse(1);
      NDArray nothing = owner.zeros(new Shape(0));
      List<NDList> layers = new ArrayList<>();
      for (Map<Projection, Pair> pairs : adapter.layers()) {
        List<NDArray> arrays = new ArrayList<>();
        for (Projection projection : Projection.values()) {
          Pair pair = pairs.get(projection);
          arrays.add(pair == null ? nothing : a(owner, projection, pair));
          arrays.add(
              pair == null ? nothing : b(owner, projection, pair, adapter.scale(pair) / scale));
        }
        layers.add(AdapterTensors.layer(arrays));
      }
      return new Held(owner, new AdapterTensors(layers, (float) scale));
    } catch (RuntimeException e) {
      owner.close();
      throw e;
    }
  }

  private NDArray a(NDManager owner, Projection projection, Pair pair) {
    return owner.create(pair.a(), new Shape(pair.rank(), projection.inputs(spec)));
  }

  private NDArray b(NDManager owner, Projection projection, Pair pair, double factor) {
    NDArray b = owner.create(pair.b(), new Shape(projection.outputs(spec), pair.rank()));
    return factor == 1 ? b : b.muli(factor);
  }

  int nativeArrays() {
    return held.values().stream().mapToInt(one -> one.owner().getManagedArrays().size()).sum();
  }

  @Override
  public void close() {
    held.values().forEach(one -> one.owner().close());
    held.clear();
  }
}
