package dev.nightshift.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.nightshift.tensor.TensorProgram;
import java.util.List;

/**
 * A low-rank adapter as a {@link TransformerProgram} takes it: y = W x + scale · B (A x).
 *
 * @param layers for each layer fourteen arrays, A [rank, inputs] and B [outputs, rank] of the
 *     projections in the order of {@link Projection}, float32; an array without elements where a
 *     projection has none. Empty for no adapter. Build the lists with {@link #layer}
 * @param scale alpha / rank
 */
public record AdapterTensors(List<NDList> layers, float scale) {
  /** The base alone. */
  public static final AdapterTensors NONE = new AdapterTensors(List.of(), 0);

  public AdapterTensors {
    layers = List.copyOf(layers);
    for (NDList layer : layers) {
      if (layer.size() != 2 * Projection.values().length) {
        throw new IllegalArgumentException(
            "a layer's adapter has fourteen arrays, not " + layer.size());
      }
    }
  }

  /** The fourteen arrays of one layer, named so that a program takes them as a list. */
  public static NDList layer(List<NDArray> arrays) {
    return TensorProgram.listOf("a", arrays);
  }

  /** Whether there is nothing to add to the base. */
  public boolean isEmpty() {
    return layers.isEmpty();
  }
}
