package dev.nightshift.asking;

import dev.nightshift.augmentation.AugmentedQuestion;
import dev.nightshift.augmentation.Augmenter;
import dev.nightshift.augmentation.UsedCorrection;
import dev.nightshift.exchange.Answer;
import dev.nightshift.exchange.Exchange;
import dev.nightshift.exchange.Outcome;
import dev.nightshift.memory.ExchangeMemory;
import dev.nightshift.memory.MemoryException;
import dev.nightshift.serving.AdapterChoice;
import dev.nightshift.serving.GenerationOptions;
import dev.nightshift.serving.LanguageModel;
import dev.nightshift.serving.Question;
import dev.nightshift.serving.ServableAdapter;
import dev.nightshift.serving.ServingException;
import dev.nightshift.serving.ServingSettings;
import dev.nightshift.serving.Turn;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers questions and remembers every answer. Thread-safe. */
public final class AskService {
  /** Who asks when nobody says. */
  public static final String ANONYMOUS = "anonymous";

  private final LanguageModel model;
  private final ExchangeMemory memory;
  private final Augmenter augmenter;
  private final ServingSettings settings;
  private final InstantSource clock;
  private final List<AskObserver> observers = new CopyOnWriteArrayList<>();

  public AskService(
      LanguageModel model,
      ExchangeMemory memory,
      Augmenter augmenter,
      ServingSettings settings,
      InstantSource clock) {
    this.model = model;
    this.memory = memory;
    this.augmenter = augmenter;
    this.settings = settings;
    this.clock = clock;
  }

  /** Lets someone hear how questions come out from now on. */
  public void observe(AskObserver observer) {
    observers.add(observer);
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
   * @throws ServingException when there is no answer
   * @throws MemoryException when the answer could not be remembered; it is then not given either,
   *     because feedback on it would be lost
   */
  public AskReply ask(String question, String author, int maxTokens) {
    if (question.isBlank()) {
      throw new IllegalArgumentException("a question must not be blank");
    }
    GenerationOptions options =
        new GenerationOptions(maxTokens, 0, 1, 0, List.of(), settings.timeout());
    Question asked =
        new Question(List.of(Turn.user(question)), options, new AdapterChoice.Active());
    try {
      AugmentedQuestion augmented = augmenter.augment(asked, model);
      Answer answer = answer(augmented);
      List<UsedCorrection> used = answer.informed() ? augmented.corrections() : List.of();
      AskReply reply = remember(question, author.isBlank() ? ANONYMOUS : author, answer, used);
      observers.forEach(observer -> observer.answered(reply));
      return reply;
    } catch (ServingException e) {
      failed(e.code().name());
      throw e;
    } catch (MemoryException e) {
      failed("memory_" + e.code().name());
      throw e;
    }
  }

  /** With the corrections, or without them where they make the prompt too long. */
  private Answer answer(AugmentedQuestion augmented) {
    try {
      return model.answer(augmented.question());
    } catch (ServingException e) {
      if (e.code() != ServingException.Code.REQUEST || augmented.corrections().isEmpty()) {
        throw e;
      }
      return model.answer(augmented.question().informedBy(null));
    }
  }

  private void failed(String cause) {
    String adapter = model.active().map(ServableAdapter::version).orElse(Exchange.BASE);
    observers.forEach(
        observer -> observer.failed(model.name(), adapter, cause.toLowerCase(Locale.ROOT)));
  }

  private AskReply remember(
      String question, String author, Answer answer, List<UsedCorrection> used) {
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
            author,
            used.stream().map(UsedCorrection::exchangeId).toList());
    memory.record(exchange);
    return new AskReply(exchange.id(), answer, success, used);
  }
}
