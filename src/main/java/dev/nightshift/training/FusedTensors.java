package dev.nightshift.training;

import dev.nightshift.model.ModelSpec;
import dev.nightshift.model.Projection;
import dev.nightshift.training.LoraTensors.Pair;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Adapters of projections that a file holds in one tensor, as one adapter of that tensor, which is
 * what llama.cpp and PEFT load: the As stand one below the other, the Bs on a block diagonal, so
 * the rank is the sum and the sum of the products is the same.
 */
final class FusedTensors {
  private FusedTensors() {}

  /** The pairs by the name of the tensor that holds each weight, in the order of the layers. */
  static Map<String, Pair> stored(ModelSpec spec, Map<String, Pair> pairs) {
    if (!spec.traits().fused()) {
      return pairs;
    }
    Map<String, Pair> stored = new LinkedHashMap<>();
    for (int layer = 0; layer < spec.layers(); layer++) {
      int now = layer;
      for (Projection holder : Projection.values()) {
        String name = holder.storedName(spec, layer);
        List<Projection> parts =
            Stream.of(Projection.values())
                .filter(part -> part.storedName(spec, now).equals(name))
                .filter(part -> pairs.containsKey(part.tensor(now)))
                .toList();
        if (!parts.isEmpty() && !stored.containsKey(name)) {
          stored.put(name, fuse(spec, layer, holder.storedRows(spec), parts, pairs));
        }
      }
    }
    return stored;
  }

  /**
   * The other way round: adapters of the projections by the names of their own tensors. Of a tensor
   * that holds several, each gets its rows of B and what of the rank those use: what was put on a
   * block diagonal comes out as it went in, scale included. A projection whose rows are all zero
   * gets nothing.
   */
  static Map<String, ScaledPair> parts(ModelSpec spec, Map<String, ScaledPair> stored) {
    if (!spec.traits().fused()) {
      return stored;
    }
    Map<String, ScaledPair> parts = new LinkedHashMap<>();
    for (int layer = 0; layer < spec.layers(); layer++) {
      for (Projection part : Projection.values()) {
        ScaledPair whole = stored.get(part.storedName(spec, layer));
        ScaledPair own = whole == null ? null : part(spec, part, whole);
        if (own != null) {
          parts.put(part.tensor(layer), own);
        }
      }
    }
    return parts;
  }

  private static @Nullable ScaledPair part(ModelSpec spec, Projection part, ScaledPair stored) {
    Pair whole = stored.pair();
    int rank = whole.rank();
    int rows = part.outputs(spec);
    int from = part.firstRow(spec) * rank;
    int first = rank;
    int last = -1;
    for (int i = 0; i < rows * rank; i++) {
      if (whole.b()[from + i] != 0) {
        first = Math.min(first, i % rank);
        last = Math.max(last, i % rank);
      }
    }
    int own = last - first + 1;
    if (own <= 0) {
      return null;
    }
    float[] a = Arrays.copyOfRange(whole.a(), first * whole.inputs(), (last + 1) * whole.inputs());
    float[] b = new float[rows * own];
    for (int row = 0; row < rows; row++) {
      for (int r = 0; r < own; r++) {
        b[row * own + r] = whole.b()[from + row * rank + first + r] * own / rank;
      }
    }
    return new ScaledPair(new Pair(whole.inputs(), rows, a, b), stored.scale() * rank / own);
  }

  /** Scale is alpha by rank, and the rank has grown: B grows with it. */
  private static Pair fuse(
      ModelSpec spec, int layer, int rows, List<Projection> parts, Map<String, Pair> pairs) {
    List<Pair> each =
        parts.stream().map(p -> Objects.requireNonNull(pairs.get(p.tensor(layer)))).toList();
    int inputs = each.getFirst().inputs();
    int rank = each.stream().mapToInt(Pair::rank).sum();
    float[] a = new float[rank * inputs];
    float[] b = new float[rows * rank];
    int firstRank = 0;
    for (int p = 0; p < parts.size(); p++) {
      Pair pair = each.get(p);
      int own = pair.rank();
      float growth = (float) rank / own;
      System.arraycopy(pair.a(), 0, a, firstRank * inputs, own * inputs);
      for (int row = 0; row < pair.outputs(); row++) {
        int to = (parts.get(p).firstRow(spec) + row) * rank + firstRank;
        for (int r = 0; r < own; r++) {
          b[to + r] = pair.b()[row * own + r] * growth;
        }
      }
      firstRank += own;
    }
    return new Pair(inputs, rows, a, b);
  }
}
