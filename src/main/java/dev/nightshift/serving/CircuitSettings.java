package dev.nightshift.serving;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When a server that does not answer is left alone for a while.
 *
 * @param failures so many of at most twice as many requests in a row have to fail
 * @param stuck a request that waited so long in vain counts as failed if no other one was answered
 *     meanwhile; a client that gives up earlier says nothing about the server
 * @param pause after which one request may try it again
 */
public record CircuitSettings(
    @DefaultValue("3") int failures,
    @DefaultValue("30s") Duration stuck,
    @DefaultValue("15s") Duration pause) {
  public CircuitSettings {
    if (failures < 1 || failures > 1000) {
      throw new IllegalArgumentException("failures must be within 1 and 1000: " + failures);
    }
    if (!stuck.isPositive()) {
      throw new IllegalArgumentException("stuck must be longer than nothing: " + stuck);
    }
    if (pause.toMillis() < 1) {
      throw new IllegalArgumentException("pause must be at least 1 ms: " + pause);
    }
  }

  /** Three failures, 30 s in vain, a pause of 15 s. */
  public static CircuitSettings defaults() {
    return new CircuitSettings(3, Duration.ofSeconds(30), Duration.ofSeconds(15));
  }
}
