package dev.nightshift.serving;

import java.time.Duration;

/**
 * When a request must be done.
 *
 * @param start nano time of its acceptance
 * @param timeout from then on
 */
record Deadline(long start, Duration timeout) {
  /** A timeout that begins now. */
  static Deadline in(Duration timeout) {
    return new Deadline(System.nanoTime(), timeout);
  }

  /** What has passed. */
  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** What is left. */
  Duration remaining() {
    return timeout.minus(elapsed());
  }

  /** What is left, which is something. */
  Duration remainingOrThrow() {
    Duration remaining = remaining();
    if (!remaining.isPositive()) {
      throw expired();
    }
    return remaining;
  }

  ServingException expired() {
    return new ServingException(
        ServingException.Code.TIMEOUT, "no answer in time, within " + timeout.toMillis() + " ms");
  }
}
