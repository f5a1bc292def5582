package dev.nightshift.nightly;

import java.util.Map;

/**
 * What the training step gave.
 *
 * @param state whether there is an adapter
 * @param adapter its name; empty if skipped
 * @param reason why it was skipped or which one waited; otherwise a line about the training
 * @param rows trained on
 * @param loss at the end
 * @param seconds it took
 * @param numbers anything further worth keeping, by name
 */
public record TrainingOutcome(
    State state,
    String adapter,
    String reason,
    int rows,
    double loss,
    double seconds,
    Map<String, Double> numbers) {

  /** Whether there is an adapter. */
  public enum State {
    TRAINED,
    /** One of an earlier night, which still waits for its rollout. */
    WAITED,
    SKIPPED
  }

  public TrainingOutcome {
    if (state != State.SKIPPED && adapter.isEmpty()) {
      throw new IllegalArgumentException("a training that was not skipped names its adapter");
    }
    numbers = Map.copyOf(numbers);
  }

  /** Nothing to train, and why. */
  public static TrainingOutcome skipped(String reason) {
    return new TrainingOutcome(State.SKIPPED, "", reason, 0, 0, 0, Map.of());
  }

  /** Nothing new to train, but an adapter of an earlier night was never judged. */
  public static TrainingOutcome waited(String adapter, String reason) {
    return new TrainingOutcome(State.WAITED, adapter, reason, 0, 0, 0, Map.of());
  }

  /** An adapter was trained. */
  public static TrainingOutcome trained(String adapter, int rows, double loss, double seconds) {
    return new TrainingOutcome(State.TRAINED, adapter, "", rows, loss, seconds, Map.of());
  }
}
