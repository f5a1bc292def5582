package dev.nightshift.rollout;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When an adapter may stay.
 *
 * @param baselineProbes probes replayed before the swap; fewer than 59 cannot show a 95th
 *     percentile
 * @param successThreshold least share of successful probes, 0 to 1
 * @param latencyThreshold most that the 95th percentile of latency may be
 * @param monitorDuration how long an adapter is on probation
 * @param probePause rest between two probes of the watch, so that users get their turn
 * @param maxTokens tokens a probe may write
 * @param leastWatched fewer probes answered during the watch is no data, and no data is a rollback
 * @param sentinelTolerance how far a log-probability may differ between two runs of one question; a
 *     backend whose own arithmetic moves it further is allowed that
 * @param latencyRatio factor by which latency must have grown to matter, when it grew significantly
 * @param latencyIncrease amount by which latency must have grown to matter, likewise
 * @param significance level of the paired latency test
 */
public record RolloutSettings(
    @DefaultValue("59") int baselineProbes,
    @DefaultValue("0.85") double successThreshold,
    @DefaultValue("1000ms") Duration latencyThreshold,
    @DefaultValue("60s") Duration monitorDuration,
    @DefaultValue("50ms") Duration probePause,
    @DefaultValue("14") int maxTokens,
    @DefaultValue("10") int leastWatched,
    @DefaultValue("0.001") double sentinelTolerance,
    @DefaultValue("1.5") double latencyRatio,
    @DefaultValue("100ms") Duration latencyIncrease,
    @DefaultValue("0.001") double significance) {

  public RolloutSettings {
    check(baselineProbes >= 1, "baseline-probes", baselineProbes, "at least 1");
    check(
        successThreshold > 0 && successThreshold <= 1,
        "success-threshold",
        successThreshold,
        "above 0, at most 1");
    positive("latency-threshold", latencyThreshold);
    positive("monitor-duration", monitorDuration);
    check(!probePause.isNegative(), "probe-pause", probePause, "0 or more");
    check(maxTokens >= 1, "max-tokens", maxTokens, "at least 1");
    check(leastWatched >= 1, "least-watched", leastWatched, "at least 1");
    check(sentinelTolerance > 0, "sentinel-tolerance", sentinelTolerance, "above 0");
    check(latencyRatio >= 1, "latency-ratio", latencyRatio, "at least 1");
    check(!latencyIncrease.isNegative(), "latency-increase", latencyIncrease, "0 or more");
    check(
        significance > 0 && significance < 0.5, "significance", significance, "above 0, below 0.5");
  }

  /** What operators get when they set nothing. */
  public static RolloutSettings defaults() {
    return new RolloutSettings(
        59,
        0.85,
        Duration.ofSeconds(1),
        Duration.ofSeconds(60),
        Duration.ofMillis(50),
        14,
        10,
        0.001,
        1.5,
        Duration.ofMillis(100),
        0.001);
  }

  /** The same with another length of the watch. */
  public RolloutSettings watching(Duration duration) {
    return new RolloutSettings(
        baselineProbes,
        successThreshold,
        latencyThreshold,
        duration,
        probePause,
        maxTokens,
        leastWatched,
        sentinelTolerance,
        latencyRatio,
        latencyIncrease,
        significance);
  }

  private static void positive(String name, Duration value) {
    check(value.isPositive(), name, value, "longer than 0");
  }

  private static void check(boolean allowed, String name, Object value, String what) {
    if (!allowed) {
      throw new IllegalArgumentException("rollout." + name + " is " + value + "; allowed: " + what);
    }
  }
}
