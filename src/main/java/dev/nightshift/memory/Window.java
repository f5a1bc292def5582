package dev.nightshift.memory;

import java.time.Instant;

/**
 * A span of time.
 *
 * @param from first instant in it
 * @param until first instant after it
 */
public record Window(Instant from, Instant until) {
  public Window {
    if (!from.isBefore(until)) {
      throw new IllegalArgumentException(
          "a window must end after it begins: " + from + " to " + until);
    }
  }
}
