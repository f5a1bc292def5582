package dev.nightshift.memory;

import dev.nightshift.exchange.Exchange;
import dev.nightshift.exchange.Feedback;

/** What is looked up as a whole: Lucene holds none that has more than 32,766 bytes. */
final class Keywords {
  private static final int MAX_ID = 512;

  /** In characters, of which each has at most three bytes. */
  private static final int LONGEST = 10_000;

  private Keywords() {}

  /**
   * Refuses what the index could not hold.
   *
   * @throws IllegalArgumentException with what is too long
   */
  static void requireUsable(Exchange exchange) {
    requireId(exchange.id());
    requireShort("author", exchange.author());
    requireShort("model", exchange.model());
    requireShort("adapter", exchange.adapter());
    requireShort("profile", exchange.context().profile());
  }

  /** The same. */
  static void requireUsable(Feedback feedback) {
    requireId(feedback.id());
    requireId(feedback.exchangeId());
    requireShort("author", feedback.author());
  }

  private static void requireId(String id) {
    if (id.isBlank() || id.length() > MAX_ID) {
      throw new IllegalArgumentException("an id must have 1 to " + MAX_ID + " characters: " + id);
    }
  }

  private static void requireShort(String name, String text) {
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException(
          name + " has " + text.length() + " characters; at most " + LONGEST + " are remembered");
    }
  }
}
