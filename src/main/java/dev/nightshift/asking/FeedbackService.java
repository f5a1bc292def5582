package dev.nightshift.asking;

import dev.nightshift.exchange.Feedback;
import dev.nightshift.memory.ExchangeMemory;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Remembers what people say of answers. Thread-safe. */
public final class FeedbackService {
  private final ExchangeMemory memory;
  private final InstantSource clock;

  public FeedbackService(ExchangeMemory memory, InstantSource clock) {
    this.memory = memory;
    this.clock = clock;
  }

  /**
   * Remembers one person's word on one exchange; it is on disk when this returns.
   *
   * @param correction the better answer, exactly for {@link Feedback.Kind#CORRECTION}
   * @throws IllegalArgumentException when a correction is missing or not asked for
   * @throws dev.nightshift.memory.MemoryException UNKNOWN_EXCHANGE when there is no such exchange
   */
  public Feedback give(
      String exchangeId, Feedback.Kind kind, @Nullable String correction, String author) {
    Instant now = clock.instant();
    Feedback feedback =
        new Feedback(
            ExchangeIds.next(now),
            exchangeId,
            now,
            author.isBlank() ? AskService.ANONYMOUS : author,
            kind,
            correction);
    memory.record(feedback);
    return feedback;
  }
}
