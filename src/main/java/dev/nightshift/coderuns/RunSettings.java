package dev.nightshift.coderuns;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many work on programs at once ({@code nightshift.code-runs.*}).
 *
 * @param parallel runs at once
 * @param waiting runs that may wait for their turn; more are refused
 * @param perUser runs of one user that go on or wait; more are refused
 * @param requests single steps (generate, evaluate, refactor) at once; more are refused
 * @param timeout of one such step
 * @param keep runs that are over and can still be looked at, the newest
 * @param drain how long runs may still go on when the server stops; those that wait are given up
 */
public record RunSettings(
    @DefaultValue("2") int parallel,
    @DefaultValue("16") int waiting,
    @DefaultValue("4") int perUser,
    @DefaultValue("8") int requests,
    @DefaultValue("2m") Duration timeout,
    @DefaultValue("500") int keep,
    @DefaultValue("5s") Duration drain) {

  public RunSettings {
    within("parallel", parallel, 100);
    within("waiting", waiting, 10_000);
    within("perUser", perUser, 10_000);
    within("requests", requests, 1_000);
    within("keep", keep, 100_000);
    if (timeout.toMillis() < 1) {
      throw new IllegalArgumentException("timeout must be at least 1ms: " + timeout);
    }
    if (drain.isNegative()) {
      throw new IllegalArgumentException("drain must not be negative: " + drain);
    }
  }

  private static void within(String name, int value, int most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(name + " must be 1 to " + most + ": " + value);
    }
  }

  /** The values that hold when nothing is configured. */
  public static RunSettings defaults() {
    return new RunSettings(2, 16, 4, 8, Duration.ofMinutes(2), 500, Duration.ofSeconds(5));
  }
}
