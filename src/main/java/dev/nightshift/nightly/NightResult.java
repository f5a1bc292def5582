package dev.nightshift.nightly;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a night ended.
 *
 * @param night the run, see {@link Night#key()}
 * @param state how
 * @param adapter the one trained or, if none was, the active one; empty if neither is known
 * @param reason in one line
 * @param timings seconds by step, in the order of the steps; those of a rollout as {@code
 *     deploy.NAME}
 */
public record NightResult(
    String night, State state, String adapter, String reason, Map<String, Double> timings) {

  /** How a night ended, or that it has not. */
  public enum State {
    RUNNING,
    ACTIVE,
    REJECTED,
    ROLLED_BACK,
    SKIPPED,
    FAILED
  }

  public NightResult {
    timings = Collections.unmodifiableMap(new LinkedHashMap<>(timings));
  }

  /** Whether it was the scheduled run of its night, and none by hand. */
  public boolean scheduled() {
    return night.indexOf('.') < 0;
  }
}
