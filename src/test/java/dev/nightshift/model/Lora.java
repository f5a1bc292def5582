package dev.nightshift.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The adapter that the reference's training runs begin with, and what an optimiser needs. */
final class Lora {
  private static final int RANK = 4;

  final List<NDArray> adapter = new ArrayList<>();
  final List<NDArray> sums = new ArrayList<>();
  final List<NDArray> means = new ArrayList<>();
  final List<NDArray> squares = new ArrayList<>();

  private Lora() {}

  /** A by formula, B zero. */
  static Lora initial(NDManager scope, ModelSpec spec) {
    Lora lora = new Lora();
    int k = 0;
    for (int layer = 0; layer < spec.layers(); layer++) {
      for (Projection projection : Projection.values()) {
        Shape shape = new Shape(RANK, projection.inputs(spec));
        float[] a = new float[(int) shape.size()];
        for (int i = 0; i < a.length; i++) {
          a[i] = (float) (0.05 * Math.sin(0.11 * i + 0.5 * k));
        }
        lora.add(scope, scope.create(a, shape));
        lora.add(scope, scope.zeros(new Shape(projection.outputs(spec), RANK)));
        k++;
      }
    }
    return lora;
  }

  private void add(NDManager scope, NDArray half) {
    adapter.add(half);
    for (List<NDArray> list : List.of(sums, means, squares)) {
      list.add(scope.zeros(half.getShape()));
    }
  }

  /** As inference takes it. */
  AdapterTensors tensors() {
    List<NDList> layers = new ArrayList<>();
    int perLayer = 2 * Projection.values().length;
    for (int from = 0; from < adapter.size(); from += perLayer) {
      layers.add(AdapterTensors.layer(adapter.subList(from, from + perLayer)));
    }
    return new AdapterTensors(layers, 2);
  }

  /** L2 norms of every A and B. */
  void assertNorms(JsonNode modules) {
    assertThat(adapter).hasSize(2 * modules.size());
    for (int k = 0; k < modules.size(); k++) {
      assertNorm(k, adapter.get(2 * k), modules.get(k).get("a_norm").asDouble());
      assertNorm(k, adapter.get(2 * k + 1), modules.get(k).get("b_norm").asDouble());
    }
  }

  private static void assertNorm(int module, NDArray half, double expected) {
    double squares = 0;
    for (float value : half.toFloatArray()) {
      squares += (double) value * value;
    }
    assertThat(Math.sqrt(squares))
        .as("module %d", module)
        .isCloseTo(expected, within(1e-3 * expected));
  }
}
