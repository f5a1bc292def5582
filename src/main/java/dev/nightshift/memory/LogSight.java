package dev.nightshift.memory;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How far a node sees the shared log: whether it can be reached, and how late frames come. */
final class LogSight {
  /** After so long without an answer writes are refused at once instead of waiting in vain. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private volatile long last;
  private volatile long clockAheadMillis;
  private volatile long nextAt;
  private volatile long taken;
  private volatile long delayMillis;
  private volatile long heardNanos = System.nanoTime();
  private volatile @Nullable MemoryException trouble;

  LogSight(LogHead head) {
    saw(head);
    taken = head.last();
  }

  /** The newest frame, as the database told just now. */
  void saw(LogHead head) {
    last = Math.max(last, head.last());
    clockAheadMillis = head.now() - System.currentTimeMillis();
    heardNanos = System.nanoTime();
    trouble = null;
  }

  /** A frame is about to be handed over. */
  void reached(LogRow row) {
    taken = row.number() - 1;
    nextAt = row.at();
    last = Math.max(last, row.number());
  }

  /** A frame has been handed over. */
  void took(LogRow row) {
    taken = row.number();
    delayMillis = row.at() == 0 ? 0 : Math.max(0, now() - row.at());
  }

  private long now() {
    return System.currentTimeMillis() + clockAheadMillis;
  }

  /**
   * Does something with the database, and remembers how that went.
   *
   * @throws MemoryException as the work does
   */
  <T> T watching(Supplier<T> work) {
    try {
      return work.get();
    } catch (MemoryException e) {
      if (e.getCause() instanceof SQLException || e.code() == MemoryException.Code.DETACHED) {
        trouble = e;
      }
      throw e;
    }
  }

  /**
   * Refuses when the database has not answered for a while.
   *
   * @throws MemoryException why
   */
  void requireWithinReach() {
    MemoryException why = trouble;
    if (why != null && silence().compareTo(PATIENCE) > 0) {
      throw new MemoryException(why.code(), String.valueOf(why.getMessage()), why);
    }
  }

  /** How long ago the database answered. */
  Duration silence() {
    return Duration.ofNanos(System.nanoTime() - heardNanos);
  }

  /** Why the log cannot be used; empty when it can. */
  Optional<String> trouble() {
    return Optional.ofNullable(trouble).map(MemoryException::getMessage);
  }

  /** Number of the newest frame known of. */
  long last() {
    return last;
  }

  /** How many known frames have not been handed over. */
  long behind() {
    return Math.max(0, last - taken);
  }

  /** Age of the oldest frame that has not been handed over; zero when all have. */
  Duration lag() {
    if (trouble != null) {
      return silence();
    }
    return behind() == 0 ? Duration.ZERO : Duration.ofMillis(Math.max(0, now() - nextAt));
  }

  /** How long after it was appended the newest frame of another node was handed over. */
  Duration delay() {
    return Duration.ofMillis(delayMillis);
  }
}
