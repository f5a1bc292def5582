package dev.nightshift.gateway;

import dev.nightshift.generation.AnswerSchema;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * The schemas that clients sent lately, read once; those that are none too, so that sending one
 * again and again costs its sender more than the server. Thread-safe.
 */
final class ClientSchemas {
  /** Longer ones are refused unread. */
  private static final int LONGEST = 100_000;

  /** Together these are at most some megabytes of text. */
  private static final int MOST = 64;

  private final SequencedMap<String, Read> lately = new LinkedHashMap<>(16, 0.75f, true);

  /** What came of reading one. */
  private sealed interface Read {
    record Usable(AnswerSchema schema) implements Read {}

    record Refused(String why) implements Read {}
  }

  /**
   * A schema from its JSON.
   *
   * @throws IllegalArgumentException when it cannot be used, with the reason
   */
  AnswerSchema read(String json) {
    if (json.length() > LONGEST) {
      throw new IllegalArgumentException("the schema is longer than " + LONGEST + " characters");
    }
    return switch (known(json)) {
      case Read.Usable(AnswerSchema schema) -> schema;
      case Read.Refused(String why) -> throw new IllegalArgumentException(why);
    };
  }

  private Read known(String json) {
    synchronized (lately) {
      Read known = lately.get(json);
      if (known != null) {
        return known;
      }
    }
    Read read = reading(json);
    synchronized (lately) {
      lately.put(json, read);
      if (lately.size() > MOST) {
        lately.pollFirstEntry();
      }
    }
    return read;
  }

  private static Read reading(String json) {
    try {
      return new Read.Usable(AnswerSchema.of(json));
    } catch (IllegalArgumentException e) {
      return new Read.Refused(String.valueOf(e.getMessage()));
    }
  }
}
