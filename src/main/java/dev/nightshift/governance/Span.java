package dev.nightshift.governance;

import java.time.Duration;
import java.time.Instant;

/**
 * A span of time.
 *
 * @param from first instant in it
 * @param until first instant after it
 */
public record Span(Instant from, Instant until) {
  public Span {
    if (!from.isBefore(until)) {
      throw new IllegalArgumentException("a span ends after it begins: " + from + " to " + until);
    }
  }

  /** The time before a moment, that moment included. */
  public static Span before(Instant now, Duration length) {
    return new Span(now.minus(length), now.plusMillis(1));
  }

  boolean holds(Instant time) {
    return !time.isBefore(from) && time.isBefore(until);
  }
}
