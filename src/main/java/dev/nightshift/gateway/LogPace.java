package dev.nightshift.gateway;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Keeps what every request meets from filling the log. Thread-safe. */
final class LogPace {
  private final long between;
  private final LongSupplier nanos;
  private final AtomicLong next;

  /**
   * One line in a while.
   *
   * @param between two lines
   * @param nanos the clock, as {@link System#nanoTime} counts
   */
  LogPace(Duration between, LongSupplier nanos) {
    this.between = between.toNanos();
    this.nanos = nanos;
    this.next = new AtomicLong(nanos.getAsLong());
  }

  /** Whether this is the one that is said. */
  boolean granted() {
    long now = nanos.getAsLong();
    long due = next.get();
    return now - due >= 0 && next.compareAndSet(due, now + between);
  }
}
