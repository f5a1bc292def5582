package dev.nightshift.augmentation;

import dev.nightshift.exchange.Context;
import dev.nightshift.exchange.Exchange;
import dev.nightshift.exchange.Feedback;
import dev.nightshift.exchange.Outcome;
import dev.nightshift.memory.Match;
import dev.nightshift.memory.Remembered;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Corrected exchanges for tests. */
final class Corrected {
  private Corrected() {}

  /** An exchange that was corrected when it happened. */
  static Match match(String id, String question, String answer, double similarity, Instant at) {
    Feedback said = new Feedback("f" + id, id, at, "eve", Feedback.Kind.CORRECTION, answer);
    return new Match(new Remembered(exchange(id, question, at), List.of(said)), similarity, 0.1);
  }

  static Exchange exchange(String id, String question, Instant at) {
    return helped(id, question, at, List.of());
  }

  /** An exchange in which corrections were told. */
  static Exchange helped(String id, String question, Instant at, List<String> corrections) {
    return new Exchange(
        id,
        at,
        question,
        "No idea.",
        "tiny",
        Exchange.BASE,
        0.3,
        new Outcome(false, Outcome.Cause.CONFIDENCE),
        Duration.ZERO,
        1,
        1,
        "ada",
        corrections,
        Context.PLAIN);
  }
}
