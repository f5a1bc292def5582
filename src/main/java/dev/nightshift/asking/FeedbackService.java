package dev.nightshift.asking;

import dev.nightshift.exchange.Feedback;
import dev.nightshift.memory.ExchangeMemory;
import dev.nightshift.quarantine.FeedbackGate;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Remembers what people say of answers. Thread-safe. */
public final class FeedbackService {
  private final ExchangeMemory memory;
  private final FeedbackGate gate;
  private final InstantSource clock;

  /**
   * Remembers what is said.
   *
   * @param gate sees it first
   */
  public FeedbackService(ExchangeMemory memory, FeedbackGate gate, InstantSource clock) {
    this.memory = memory;
    this.gate = gate;
    this.clock = clock;
  }

  /**
   * Remembers one person's word on one exchange; it is on disk when this returns. A correction that
   * somebody has to look at first is remembered too, and not used before.
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
            correction == null ? null : UserText.clean(correction));
    gate.consider(feedback);
    memory.record(feedback);
    return feedback;
  }
}
