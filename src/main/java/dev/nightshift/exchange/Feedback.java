package dev.nightshift.exchange;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a person said of an exchange; a fact of its own, several may stand for one exchange and the
 * newest decides.
 *
 * @param id unique; recording the same id twice is one fact
 * @param exchangeId the exchange meant
 * @param at when it was said
 * @param author who said it
 * @param kind what was said
 * @param correction the better answer; present exactly when {@code kind} is {@link Kind#CORRECTION}
 */
public record Feedback(
    String id,
    String exchangeId,
    Instant at,
    String author,
    Kind kind,
    @Nullable String correction) {

  /** What a person can say. */
  public enum Kind {
    UP,
    DOWN,
    CORRECTION
  }

  public Feedback {
    if ((kind == Kind.CORRECTION) != (correction != null && !correction.isBlank())) {
      throw new IllegalArgumentException(
          "a correction, and only a correction, carries a better answer");
    }
  }
}
