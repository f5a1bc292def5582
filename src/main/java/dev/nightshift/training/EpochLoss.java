package dev.nightshift.training;

import java.util.List;

/** Losses of one epoch, over all examples and over the targets alone. */
final class EpochLoss {
  private final List<EncodedExample> examples;
  private State state = State.NONE;

  /**
   * Sums over the answer tokens of a running epoch; what a checkpoint keeps of it.
   *
   * @param targetSum cross entropies of target examples, in nats
   * @param targets their tokens
   * @param otherSum cross entropies of the others
   * @param others their tokens
   */
  record State(double targetSum, long targets, double otherSum, long others) {
    static final State NONE = new State(0, 0, 0, 0);

    State plus(boolean target, double loss) {
      return target
          ? new State(targetSum + loss, targets + 1, otherSum, others)
          : new State(targetSum, targets, otherSum + loss, others + 1);
    }
  }

  EpochLoss(List<EncodedExample> examples) {
    this.examples = examples;
  }

  void reset() {
    state = State.NONE;
  }

  State state() {
    return state;
  }

  void restore(State kept) {
    state = kept;
  }

  void add(Batch batch, float[] each) {
    for (int i = 0; i < each.length; i++) {
      TrainingExample.Kind kind = examples.get(batch.owners()[i]).kind();
      state = state.plus(kind == TrainingExample.Kind.TARGET, each[i]);
    }
  }

  double mean() {
    return (state.targetSum() + state.otherSum()) / (state.targets() + state.others());
  }

  /** Mean over the target examples; infinite when there were none, so that nothing stops on it. */
  double targetMean() {
    return state.targets() == 0 ? Double.POSITIVE_INFINITY : state.targetSum() / state.targets();
  }
}
