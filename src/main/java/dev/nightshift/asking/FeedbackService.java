package dev.nightshift.asking;

import dev.nightshift.exchange.Feedback;
import dev.nightshift.memory.ExchangeMemory;
import dev.nightshift.memory.MemoryException;
import dev.nightshift.memory.Remembered;
import dev.nightshift.quarantine.FeedbackGate;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Remembers what people say of answers. Thread-safe. */
public final class FeedbackService {
  private static final int LOCKS = 64;

  private final ExchangeMemory memory;
  private final FeedbackGate gate;
  private final InstantSource clock;
  private final Object[] locks = new Object[LOCKS];

  /**
   * Remembers what is said.
   *
   * @param gate sees it first
   */
  public FeedbackService(ExchangeMemory memory, FeedbackGate gate, InstantSource clock) {
    this.memory = memory;
    this.gate = gate;
    this.clock = clock;
    Arrays.setAll(locks, i -> new Object());
  }

  /**
   * Remembers one person's word on one exchange; it is on disk when this returns. A correction that
   * somebody has to look at first is remembered too, and not used before.
   *
   * @param correction the better answer, exactly for {@link Feedback.Kind#CORRECTION}
   * @throws IllegalArgumentException when a correction is missing or not asked for
   * @throws MemoryException UNKNOWN_EXCHANGE when there is no such exchange
   */
  public Feedback give(
      String exchangeId, Feedback.Kind kind, @Nullable String correction, String author) {
    Feedback feedback =
        feedback(ExchangeIds.next(clock.instant()), exchangeId, kind, correction, author);
    try (ExchangeInLog _ = ExchangeInLog.of(exchangeId)) {
      gate.consider(feedback);
      memory.record(feedback);
      return feedback;
    }
  }

  /**
   * Remembers one person's word on one exchange, unless it is what that person said last: then that
   * is what is returned.
   *
   * @param text the better answer of a correction, the remark of a comment; otherwise null
   * @param first done before it is remembered, and not when it is known; what it throws is thrown,
   *     and nothing is remembered
   * @throws IllegalArgumentException when a text is missing or not asked for
   * @throws MemoryException UNKNOWN_EXCHANGE when there is no such exchange
   */
  public Feedback giveOnce(
      String exchangeId,
      Feedback.Kind kind,
      @Nullable String text,
      String author,
      Consumer<Feedback> first) {
    synchronized (locks[Math.floorMod(exchangeId.hashCode(), locks.length)]) {
      try (ExchangeInLog _ = ExchangeInLog.of(exchangeId)) {
        return once(exchangeId, kind, text, author, first);
      }
    }
  }

  private Feedback once(
      String exchangeId,
      Feedback.Kind kind,
      @Nullable String text,
      String author,
      Consumer<Feedback> first) {
    String by = author.isBlank() ? AskService.ANONYMOUS : author;
    Optional<Feedback> last = lastOf(exchangeId, by);
    Feedback feedback =
        feedback(
            idOf(exchangeId, kind, text, by, last.map(Feedback::id).orElse("")),
            exchangeId,
            kind,
            text,
            by);
    if (last.isPresent() && saysTheSame(last.get(), feedback)) {
      return last.get();
    }
    first.accept(feedback);
    gate.consider(feedback);
    memory.record(feedback);
    return feedback;
  }

  private Optional<Feedback> lastOf(String exchangeId, String author) {
    Remembered known =
        memory
            .find(exchangeId)
            .orElseThrow(
                () ->
                    new MemoryException(
                        MemoryException.Code.UNKNOWN_EXCHANGE,
                        "there is no exchange with the id '" + exchangeId + "'"));
    return known.feedback().reversed().stream()
        .filter(one -> one.author().equals(author))
        .findFirst();
  }

  private static boolean saysTheSame(Feedback one, Feedback other) {
    return one.kind() == other.kind()
        && Objects.equals(one.correction(), other.correction())
        && Objects.equals(one.comment(), other.comment());
  }

  /** The same for the same words after the same, so that a post that is repeated is one fact. */
  private static String idOf(
      String exchangeId, Feedback.Kind kind, @Nullable String text, String author, String after) {
    String all = String.join("\0", exchangeId, kind.name(), String.valueOf(text), author, after);
    return UUID.nameUUIDFromBytes(all.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private Feedback feedback(
      String id, String exchangeId, Feedback.Kind kind, @Nullable String text, String author) {
    boolean remarks = kind == Feedback.Kind.COMMENT;
    String clean = text == null ? null : UserText.clean(text);
    return new Feedback(
        id,
        exchangeId,
        clock.instant(),
        author.isBlank() ? AskService.ANONYMOUS : author,
        kind,
        remarks ? null : clean,
        remarks ? clean : null);
  }
}
