package dev.nightshift.asking;

import dev.nightshift.exchange.Answer;
import dev.nightshift.exchange.Exchange;
import dev.nightshift.exchange.Outcome;
import dev.nightshift.memory.ExchangeMemory;
import dev.nightshift.serving.AdapterChoice;
import dev.nightshift.serving.GenerationOptions;
import dev.nightshift.serving.LanguageModel;
import dev.nightshift.serving.Question;
import dev.nightshift.serving.ServingSettings;
import dev.nightshift.serving.Turn;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Answers questions and remembers every answer. Thread-safe. */
public final class AskService {
  /** Who asks when nobody says. */
  public static final String ANONYMOUS = "anonymous";

  private final LanguageModel model;
  private final ExchangeMemory memory;
  private final ServingSettings settings;
  private final InstantSource clock;

  public AskService(
      LanguageModel model, ExchangeMemory memory, ServingSettings settings, InstantSource clock) {
    this.model = model;
    this.memory = memory;
    this.settings = settings;
    this.clock = clock;
  }

  /** Asks the active adapter, greedily, with the configured answer length. */
  public AskReply ask(String question, String author) {
    return ask(question, author, settings.maxTokens());
  }

  /**
   * Asks the active adapter, greedily.
   *
   * @param maxTokens most tokens to write
   * @throws IllegalArgumentException when the question is blank or {@code maxTokens} below 1
   * @throws dev.nightshift.serving.ServingException when there is no answer
   * @throws dev.nightshift.memory.MemoryException when the answer could not be remembered; it is
   *     then not given either, because feedback on it would be lost
   */
  public AskReply ask(String question, String author, int maxTokens) {
    if (question.isBlank()) {
      throw new IllegalArgumentException("a question must not be blank");
    }
    GenerationOptions options =
        new GenerationOptions(maxTokens, 0, 1, 0, List.of(), settings.timeout());
    Answer answer =
        model.answer(
            new Question(List.of(Turn.user(question)), options, new AdapterChoice.Active()));
    return remember(question, author.isBlank() ? ANONYMOUS : author, answer);
  }

  private AskReply remember(String question, String author, Answer answer) {
    Instant now = clock.instant();
    boolean success = answer.confidence() > settings.confidenceThreshold();
    Exchange exchange =
        new Exchange(
            ExchangeIds.next(now),
            now,
            question,
            answer.text(),
            answer.model(),
            answer.adapter(),
            answer.confidence(),
            new Outcome(success, Outcome.Cause.CONFIDENCE),
            answer.latency(),
            answer.promptTokens(),
            answer.answerTokens(),
            author);
    memory.record(exchange);
    return new AskReply(exchange.id(), answer, success);
  }
}
