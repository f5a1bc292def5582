package dev.nightshift.nightly;

import java.util.Map;

/**
 * What the gate said.
 *
 * @param state whether the adapter may go live
 * @param reason in one line
 * @param numbers it was judged by, by name
 */
public record GateOutcome(State state, String reason, Map<String, Double> numbers) {

  /** Whether the adapter may go live. */
  public enum State {
    PASSED,
    REJECTED
  }

  public GateOutcome {
    numbers = Map.copyOf(numbers);
  }
}
