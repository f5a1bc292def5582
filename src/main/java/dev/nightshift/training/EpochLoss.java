package dev.nightshift.training;

import java.util.Arrays;
import java.util.List;

/** Losses of one epoch, over all examples and over the targets alone. */
final class EpochLoss {
  private static final int KINDS = TrainingExample.Kind.values().length;

  private final List<EncodedExample> examples;
  private final double[] sums = new double[KINDS];
  private final long[] counts = new long[KINDS];

  /**
   * What a checkpoint keeps of a running epoch.
   *
   * @param sums cross entropies by kind, in nats
   * @param counts answer tokens by kind
   */
  record State(List<Double> sums, List<Long> counts) {
    State {
      sums = List.copyOf(sums);
      counts = List.copyOf(counts);
    }
  }

  EpochLoss(List<EncodedExample> examples) {
    this.examples = examples;
  }

  void reset() {
    Arrays.fill(sums, 0);
    Arrays.fill(counts, 0);
  }

  State state() {
    return new State(
        Arrays.stream(sums).boxed().toList(), Arrays.stream(counts).boxed().toList());
  }

  void restore(State state) {
    for (int kind = 0; kind < KINDS; kind++) {
      sums[kind] = state.sums().get(kind);
      counts[kind] = state.counts().get(kind);
    }
  }

  void add(Batch batch, float[] each) {
    for (int i = 0; i < each.length; i++) {
      int kind = examples.get(batch.owners()[i]).kind().ordinal();
      sums[kind] += each[i];
      counts[kind]++;
    }
  }

  double mean() {
    return Arrays.stream(sums).sum() / Arrays.stream(counts).sum();
  }

  /** Mean over the target examples; infinite when there were none, so that nothing stops on it. */
  double targetMean() {
    int target = TrainingExample.Kind.TARGET.ordinal();
    return counts[target] == 0 ? Double.POSITIVE_INFINITY : sums[target] / counts[target];
  }
}
