package dev.nightshift.tracing;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Something that is over, to be shown as a span.
 *
 * @param name of few different ones: the kind of work, not its object
 * @param start when it began
 * @param end when it ended, not before
 * @param failed in words why it failed; empty when it did not
 * @param attributes by name; values are strings, longs, doubles or booleans. No words of users
 * @param parts what it consisted of
 */
public record Traced(
    String name,
    Instant start,
    Instant end,
    String failed,
    Map<String, Object> attributes,
    List<Traced> parts) {
  public Traced {
    if (end.isBefore(start)) {
      throw new IllegalArgumentException(name + " ends before it begins");
    }
    attributes = Map.copyOf(attributes);
    parts = List.copyOf(parts);
  }
}
