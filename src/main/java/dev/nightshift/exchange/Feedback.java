package dev.nightshift.exchange;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a person said of an exchange; a fact of its own, several may stand for one exchange and the
 * newest that is no comment decides.
 *
 * @param id unique; recording the same id twice is one fact
 * @param exchangeId the exchange meant
 * @param at when it was said
 * @param author who said it
 * @param kind what was said
 * @param correction the better answer; present exactly when {@code kind} is {@link Kind#CORRECTION}
 * @param comment what was remarked; present exactly when {@code kind} is {@link Kind#COMMENT}
 */
public record Feedback(
    String id,
    String exchangeId,
    Instant at,
    String author,
    Kind kind,
    @Nullable String correction,
    @Nullable String comment) {

  /** What a person can say. */
  public enum Kind {
    UP,
    DOWN,
    CORRECTION,
    /** A remark that does not say whether the answer is right: it decides nothing. */
    COMMENT
  }

  public Feedback {
    if ((kind == Kind.CORRECTION) != (correction != null && !correction.isBlank())) {
      throw new IllegalArgumentException(
          "a correction, and only a correction, carries a better answer");
    }
    if ((kind == Kind.COMMENT) != (comment != null && !comment.isBlank())) {
      throw new IllegalArgumentException("a comment, and only a comment, carries a remark");
    }
  }

  /** A judgement or a correction. */
  public Feedback(
      String id,
      String exchangeId,
      Instant at,
      String author,
      Kind kind,
      @Nullable String correction) {
    this(id, exchangeId, at, author, kind, correction, null);
  }

  /** Whether it says anything about the answer being right. */
  public boolean judges() {
    return kind != Kind.COMMENT;
  }
}
