package dev.nightshift.kernel;

import dev.nightshift.model.Projection;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import jdk.incubator.vector.FloatVector;
import org.jspecify.annotations.Nullable;

/** A LoRA adapter (arXiv 2106.09685) as it is computed with: y += B (A x). */
public final class LowRankAdapter {
  /**
   * The two halves for one matrix.
   *
   * @param rank rows of A and columns of B
   * @param a [rank, inputs], row-major
   * @param b [outputs, rank], row-major
   * @param scale what B is multiplied by
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Pair(int rank, float[] a, float[] b, double scale) {
    public Pair {
      if (rank < 1 || a.length % rank != 0 || b.length % rank != 0) {
        throw new IllegalArgumentException(
            "A of %d and B of %d numbers do not have the rank %d"
                .formatted(a.length, b.length, rank));
      }
    }
  }

  /** A pair with B [rank, outputs], scaled: so that both products run along the arrays. */
  static final class Halves {
    private final int rank;
    private final int inputs;
    private final int outputs;
    private final float[] a;
    private final float[] b;

    Halves(Pair pair) {
      this.rank = pair.rank();
      this.inputs = pair.a().length / rank;
      this.outputs = pair.b().length / rank;
      this.a = pair.a();
      this.b = new float[pair.b().length];
      for (int out = 0; out < outputs; out++) {
        for (int r = 0; r < rank; r++) {
          b[r * outputs + out] = (float) (pair.scale() * pair.b()[out * rank + r]);
        }
      }
    }

    int rank() {
      return rank;
    }

    int outputs() {
      return outputs;
    }

    /** z = A x for one vector. */
    void down(float[] x, int at, float[] z, int to) {
      int r = 0;
      if (inputs % Lanes.COUNT == 0) {
        for (; r <= rank - 4; r += 4) {
          Dots.fourRows(a, r * inputs, x, at, inputs, z, to + r);
        }
      }
      for (; r < rank; r++) {
        z[to + r] = Dots.one(a, r * inputs, x, at, inputs);
      }
    }

    /** y += B z for some rows of one vector, y's own from {@code to} on. */
    void up(float[] z, int at, int fromRow, int toRow, float[] y, int to) {
      int row = fromRow;
      for (; row <= toRow - 2 * Lanes.COUNT; row += 2 * Lanes.COUNT) {
        FloatVector first = Lanes.load(y, to + row);
        FloatVector second = Lanes.load(y, to + row + Lanes.COUNT);
        for (int r = 0; r < rank; r++) {
          FloatVector factor = Lanes.all(z[at + r]);
          first = Lanes.load(b, r * outputs + row).fma(factor, first);
          second = Lanes.load(b, r * outputs + row + Lanes.COUNT).fma(factor, second);
        }
        first.intoArray(y, to + row);
        second.intoArray(y, to + row + Lanes.COUNT);
      }
      for (int r = 0; r < rank && row < toRow; r++) {
        Elementwise.addScaled(z[at + r], b, r * outputs + row, y, to + row, toRow - row);
      }
    }
  }

  private final List<Map<Projection, Halves>> layers = new ArrayList<>();
  private final int highestRank;

  /** Takes the pairs of each layer; a projection without one is the base's alone. */
  public LowRankAdapter(List<Map<Projection, Pair>> pairs) {
    int highest = 0;
    for (Map<Projection, Pair> layer : pairs) {
      Map<Projection, Halves> halves = new EnumMap<>(Projection.class);
      for (Map.Entry<Projection, Pair> entry : layer.entrySet()) {
        halves.put(entry.getKey(), new Halves(entry.getValue()));
        highest = Math.max(highest, entry.getValue().rank());
      }
      layers.add(halves);
    }
    this.highestRank = highest;
  }

  int highestRank() {
    return highestRank;
  }

  @Nullable Halves of(int layer, Projection projection) {
    return layers.get(layer).get(projection);
  }
}
