package dev.nightshift.memory;

import dev.nightshift.exchange.Exchange;
import dev.nightshift.exchange.Feedback;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was acknowledged together: one entry of the log.
 *
 * @param number rises from frame to frame, from 1
 * @param exchanges what happened; before the feedback, which may be on these
 * @param feedback what was said, in its order
 */
record Frame(long number, List<Exchange> exchanges, List<Feedback> feedback) {
  /** Objects, ids, the vector and the places in the maps of what waits. */
  private static final int BESIDE_TEXT = 2500;

  Frame {
    exchanges = List.copyOf(exchanges);
    feedback = List.copyOf(feedback);
  }

  /** How many exchanges and pieces of feedback. */
  int entries() {
    return exchanges.size() + feedback.size();
  }

  /** About what it takes of the heap, in bytes. */
  long footprint() {
    long characters = 0;
    for (Exchange one : exchanges) {
      characters += one.question().length() + one.answer().length();
    }
    for (Feedback one : feedback) {
      characters += length(one.correction()) + length(one.comment());
    }
    return 2 * characters + (long) BESIDE_TEXT * entries();
  }

  private static int length(@Nullable String text) {
    return text == null ? 0 : text.length();
  }
}
