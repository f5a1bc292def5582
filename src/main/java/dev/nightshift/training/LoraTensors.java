package dev.nightshift.training;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A trained low-rank adapter in the row order of the GGUF file it was trained on: ΔW = (alpha / r)
 * · B · A with each tensor's own r.
 *
 * @param rank r of most tensors; those that hold several projections have a multiple of it
 * @param alpha the scale's numerator
 * @param tensors by the base tensor's name, e.g. {@code blk.0.attn_q.weight}, in the order they are
 *     written
 */
public record LoraTensors(int rank, double alpha, Map<String, Pair> tensors) {
  public LoraTensors {
    if (rank < 1 || !(alpha > 0) || Double.isInfinite(alpha)) {
      throw new IllegalArgumentException(
          "rank " + rank + " and alpha " + alpha + " must be positive");
    }
    if (tensors.isEmpty()) {
      throw new IllegalArgumentException("an adapter needs at least one tensor");
    }
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    for (Map.Entry<String, Pair> tensor : tensors.entrySet()) {
      tensor.getValue().check(tensor.getKey());
    }
  }

  /**
   * Both halves of one tensor's adapter, row-major.
   *
   * @param inputs columns of the base weight
   * @param outputs rows of the base weight
   * @param a [r, inputs]
   * @param b [outputs, r]
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Pair(int inputs, int outputs, float[] a, float[] b) {
    public Pair {
      if (inputs < 1 || outputs < 1) {
        throw new IllegalArgumentException("[%d, %d] is no weight".formatted(outputs, inputs));
      }
    }

    /** r. */
    public int rank() {
      return a.length / inputs;
    }

    private void check(String name) {
      int rank = rank();
      if (rank < 1 || a.length != (long) rank * inputs || b.length != (long) outputs * rank) {
        throw new IllegalArgumentException(
            "%s: %d and %d values do not make A [%d, %d] and B [%d, %d]"
                .formatted(name, a.length, b.length, rank, inputs, outputs, rank));
      }
      requireFinite(name + " A", a);
      requireFinite(name + " B", b);
    }

    private static void requireFinite(String name, float[] values) {
      for (int i = 0; i < values.length; i++) {
        if (!Float.isFinite(values[i])) {
          throw new IllegalArgumentException(name + ": value " + i + " is " + values[i]);
        }
      }
    }
  }
}
