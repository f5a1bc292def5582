package dev.nightshift.assembly;

import dev.nightshift.exchange.Exchange;
import dev.nightshift.exchange.Feedback;
import dev.nightshift.exchange.Outcome;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One exchange of elsewhere.
 *
 * <p>Its id is made of what it says, so that importing a line again adds nothing.
 *
 * @param question the user's words
 * @param answer the model's words
 * @param confidence 0 to 1; null when nobody measured it
 * @param success whether it was right; null when nobody said
 * @param correction the better answer
 * @param at when it happened; null when nobody knows
 * @param model the model's name
 */
record ImportLine(
    String question,
    String answer,
    @Nullable Double confidence,
    @Nullable Boolean success,
    @Nullable String correction,
    @Nullable Instant at,
    String model) {
  private static final String AUTHOR = "import";

  ImportLine {
    if (question.isBlank()) {
      throw new IllegalArgumentException("the question is empty");
    }
    if (confidence != null && !(confidence >= 0 && confidence <= 1)) {
      throw new IllegalArgumentException("confidence must be within 0 and 1: " + confidence);
    }
    if (correction != null && correction.isBlank()) {
      throw new IllegalArgumentException("the correction is empty");
    }
  }

  /** As it is remembered; without a time, as of now. */
  Exchange exchange(double confidenceThreshold, Instant now) {
    return new Exchange(
        id(),
        at == null ? now : at,
        question,
        answer,
        model,
        Exchange.BASE,
        confidence == null ? 0 : confidence,
        outcome(confidenceThreshold),
        Duration.ZERO,
        0,
        0,
        AUTHOR);
  }

  /**
   * A stated success decides, then the confidence. A line with neither is no failure, unless it
   * carries a correction: nobody said that it went wrong.
   */
  private Outcome outcome(double confidenceThreshold) {
    if (success != null) {
      return new Outcome(success, Outcome.Cause.VERIFIER);
    }
    return confidence != null
        ? new Outcome(confidence > confidenceThreshold, Outcome.Cause.CONFIDENCE)
        : new Outcome(correction == null, Outcome.Cause.VERIFIER);
  }

  /** The correction as a fact of its own. */
  Optional<Feedback> feedback(Instant now) {
    return correction == null
        ? Optional.empty()
        : Optional.of(
            new Feedback(
                id() + "-c",
                id(),
                at == null ? now : at,
                AUTHOR,
                Feedback.Kind.CORRECTION,
                correction));
  }

  /** The exchange's id. */
  String id() {
    String all = String.join("\u0000", question, answer, model, String.valueOf(at));
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
      return "imported-" + HexFormat.of().formatHex(digest, 0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
