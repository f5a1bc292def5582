package dev.nightshift.serving;

import java.time.Duration;

/**
 * How many requests wait for their turn.
 *
 * @param waiting now
 * @param most that may wait; one more is refused
 * @param drained how long until those that wait now have been answered, by the time that answers
 *     took lately; zero when that is not known
 */
public record QueueLoad(int waiting, int most, Duration drained) {
  private static final Duration SOONEST = Duration.ofSeconds(1);
  private static final Duration LATEST = Duration.ofMinutes(1);

  /** One of which it is not known how fast it moves. */
  public QueueLoad(int waiting, int most) {
    this(waiting, most, Duration.ZERO);
  }

  /** Whether the next request would be refused. */
  public boolean full() {
    return waiting >= most;
  }

  /** When it is worth asking again: a second to a minute from now. */
  public Duration retryAfter() {
    if (drained.compareTo(SOONEST) < 0) {
      return SOONEST;
    }
    return drained.compareTo(LATEST) > 0 ? LATEST : drained;
  }
}
