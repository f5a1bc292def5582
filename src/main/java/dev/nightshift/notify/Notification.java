package dev.nightshift.notify;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something people want to be told.
 *
 * @param id says which event this is: publishing the same id again sends nothing again; at most 128
 *     characters
 * @param kind what happened
 * @param title one line
 * @param text a few sentences; may be empty
 * @param fields further facts, name to value, in the order to show them
 */
public record Notification(
    String id, Kind kind, String title, String text, Map<String, String> fields) {

  /** What happened. */
  public enum Kind {
    HARVEST,
    TRAINING,
    DEPLOYED,
    ROLLED_BACK,
    ERROR
  }

  public Notification {
    if (id.isBlank() || id.length() > 128) {
      throw new IllegalArgumentException("a notification needs an id of 1 to 128 characters");
    }
    if (title.isBlank()) {
      throw new IllegalArgumentException("a notification needs a title");
    }
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }
}
