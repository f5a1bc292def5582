package dev.nightshift.nightly;

import java.util.Map;

/**
 * How the rollout ended.
 *
 * @param state how
 * @param adapter that is active now
 * @param reason in one line
 * @param timings in seconds, by name
 */
public record DeployOutcome(
    State state, String adapter, String reason, Map<String, Double> timings) {

  /** How the rollout ended. */
  public enum State {
    ACTIVE,
    REJECTED,
    ROLLED_BACK
  }

  public DeployOutcome {
    timings = Map.copyOf(timings);
  }
}
