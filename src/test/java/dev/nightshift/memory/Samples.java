package dev.nightshift.memory;

import dev.nightshift.embedding.WordEmbedder;
import dev.nightshift.exchange.Exchange;
import dev.nightshift.exchange.Feedback;
import dev.nightshift.exchange.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** Exchanges and feedback for tests. */
final class Samples {
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456789Z");

  private Samples() {}

  static LuceneMemory open(Path directory) {
    return LuceneMemory.open(directory, new WordEmbedder(), MemorySettings.defaults());
  }

  static Exchange exchange(String id, Instant at, String question, boolean success) {
    return new Exchange(
        id,
        at,
        question,
        "answer to " + question,
        "smol",
        "adapter_1",
        success ? 0.9 : 0.4,
        new Outcome(success, Outcome.Cause.CONFIDENCE),
        Duration.ofMillis(321),
        12,
        7,
        "ada");
  }

  static Feedback up(String id, String exchangeId, Instant at) {
    return new Feedback(id, exchangeId, at, "bob", Feedback.Kind.UP, null);
  }

  static Feedback down(String id, String exchangeId, Instant at) {
    return new Feedback(id, exchangeId, at, "bob", Feedback.Kind.DOWN, null);
  }

  static Feedback correction(String id, String exchangeId, Instant at, String better) {
    return new Feedback(id, exchangeId, at, "eve", Feedback.Kind.CORRECTION, better);
  }

  /** The same once more, with another id, answer and author. */
  static Exchange again(Exchange like, String id, String answer, String author) {
    return new Exchange(
        id,
        like.at(),
        like.question(),
        answer,
        like.model(),
        like.adapter(),
        like.confidence(),
        like.outcome(),
        like.latency(),
        like.promptTokens(),
        like.answerTokens(),
        author);
  }
}
