package dev.nightshift.memory;

import java.time.InstantSource;

/**
 * Numbers that rise, also over restarts unless the clock is set back; for the order of facts with
 * the same time. Not thread-safe.
 */
final class Sequence {
  private final InstantSource clock;
  private long last = Long.MIN_VALUE;

  Sequence(InstantSource clock) {
    this.clock = clock;
  }

  long next() {
    last = Math.max(last + 1, Documents.nanoseconds(clock.instant()));
    return last;
  }
}
