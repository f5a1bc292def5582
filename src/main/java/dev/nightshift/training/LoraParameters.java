package dev.nightshift.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.nightshift.model.ModelSpec;
import dev.nightshift.model.Projection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * What is trained, and the optimiser's memory of it: for every layer and projection A [rank, in]
 * and B [out, rank], with accumulator and both moments, all float32. Projections that are not
 * targets have empty arrays in their places.
 */
final class LoraParameters {
  private static final Shape EMPTY = new Shape(0);

  private final ModelSpec spec;
  private final List<NDArray> adapter = new ArrayList<>();
  private final List<NDArray> accumulators = new ArrayList<>();
  private final List<NDArray> means = new ArrayList<>();
  private final List<NDArray> squares = new ArrayList<>();

  private LoraParameters(ModelSpec spec) {
    this.spec = spec;
  }

  /** A uniform within ±1/√in (Kaiming with a = √5, as PEFT does), B zero: the base unchanged. */
  static LoraParameters initial(NDManager owner, ModelSpec spec, TrainingOptions options) {
    LoraParameters parameters = new LoraParameters(spec);
    Random random = new Random(options.seed());
    for (int layer = 0; layer < spec.layers(); layer++) {
      for (Projection projection : Projection.values()) {
        boolean target = options.targets().contains(projection);
        int in = projection.inputs(spec);
        int out = projection.outputs(spec);
        Shape a = target ? new Shape(options.rank(), in) : EMPTY;
        Shape b = target ? new Shape(out, options.rank()) : EMPTY;
        float bound = (float) (1 / Math.sqrt(in));
        float[] values = new float[(int) a.size()];
        for (int i = 0; i < values.length; i++) {
          values[i] = (random.nextFloat() * 2 - 1) * bound;
        }
        parameters.adapter.add(owner.create(values, a));
        parameters.adapter.add(owner.zeros(b));
        for (List<NDArray> list :
            List.of(parameters.accumulators, parameters.means, parameters.squares)) {
          list.add(owner.zeros(a));
          list.add(owner.zeros(b));
        }
      }
    }
    return parameters;
  }

  /**
   * Takes over the numbers of an adapter. What it lacks stays as it is initially: of a smaller rank
   * the rest, of a tensor that it does not have all, so that what is added to the base is the same.
   *
   * @throws TrainingException INPUT when the options' rank, alpha and targets are not the adapter's
   */
  void start(StartingAdapter start, TrainingOptions options) {
    LoraTensors from = start.adapter();
    if (from.rank() != options.rank()
        || from.alpha() != options.alpha()
        || !options.targets().containsAll(start.targets())) {
      throw new TrainingException(
          TrainingException.Code.INPUT,
          "an adapter of rank %d, alpha %s and %s cannot be continued with rank %d, alpha %s and %s"
              .formatted(
                  from.rank(),
                  from.alpha(),
                  start.targets(),
                  options.rank(),
                  options.alpha(),
                  options.targets()));
    }
    int next = 0;
    for (int layer = 0; layer < spec.layers(); layer++) {
      for (Projection projection : Projection.values()) {
        LoraTensors.Pair pair = from.tensors().get(projection.tensor(layer));
        if (pair != null) {
          NDArray a = adapter.get(next);
          float[] values = a.toFloatArray();
          System.arraycopy(pair.a(), 0, values, 0, pair.a().length);
          a.set(values);
          adapter.get(next + 1).set(widened(pair, options.rank()));
        }
        next += 2;
      }
    }
  }

  private static float[] widened(LoraTensors.Pair pair, int rank) {
    float[] b = new float[pair.outputs() * rank];
    for (int row = 0; row < pair.outputs(); row++) {
      System.arraycopy(pair.b(), row * pair.rank(), b, row * rank, pair.rank());
    }
    return b;
  }

  List<NDArray> adapter() {
    return adapter;
  }

  List<NDArray> accumulators() {
    return accumulators;
  }

  List<NDArray> means() {
    return means;
  }

  List<NDArray> squares() {
    return squares;
  }

  /** The arrays that make up a state, by name; accumulators are empty between steps. */
  Map<String, NDArray> state() {
    Map<String, NDArray> state = new LinkedHashMap<>();
    Map<String, List<NDArray>> lists = Map.of("w", adapter, "m", means, "v", squares);
    lists.forEach(
        (prefix, list) -> {
          for (int i = 0; i < list.size(); i++) {
            if (list.get(i).size() > 0) {
              state.put(prefix + "." + i, list.get(i));
            }
          }
        });
    return state;
  }

  /** Takes one trained pair. */
  interface PairVisitor {
    /**
     * One pair.
     *
     * @param a [rank, in] row-major
     * @param b [out, rank] row-major, rows in the GGUF file's order
     */
    void visit(int layer, Projection projection, float[] a, float[] b);
  }

  /** Shows every trained pair, layer by layer. */
  void forEachPair(PairVisitor visitor) {
    int next = 0;
    for (int layer = 0; layer < spec.layers(); layer++) {
      for (Projection projection : Projection.values()) {
        NDArray a = adapter.get(next++);
        NDArray b = adapter.get(next++);
        if (a.size() > 0) {
          visitor.visit(layer, projection, a.toFloatArray(), b.toFloatArray());
        }
      }
    }
  }
}
