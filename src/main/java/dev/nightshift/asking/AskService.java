package dev.nightshift.asking;

import dev.nightshift.augmentation.AugmentedQuestion;
import dev.nightshift.augmentation.Augmenter;
import dev.nightshift.augmentation.UsedCorrection;
import dev.nightshift.exchange.Answer;
import dev.nightshift.exchange.Context;
import dev.nightshift.exchange.Exchange;
import dev.nightshift.exchange.Outcome;
import dev.nightshift.memory.ExchangeMemory;
import dev.nightshift.memory.MemoryException;
import dev.nightshift.serving.AdapterChoice;
import dev.nightshift.serving.AnswerListener;
import dev.nightshift.serving.GenerationOptions;
import dev.nightshift.serving.LanguageModel;
import dev.nightshift.serving.Question;
import dev.nightshift.serving.QueueLoad;
import dev.nightshift.serving.ServableAdapter;
import dev.nightshift.serving.ServingException;
import dev.nightshift.serving.ServingSettings;
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
  private final boolean elsewhere;
  private final List<AskObserver> observers = new CopyOnWriteArrayList<>();

  /** Asks the model that nights improve. */
  public AskService(
      LanguageModel model,
      ExchangeMemory memory,
      Augmenter augmenter,
      ServingSettings settings,
      InstantSource clock) {
    this(model, memory, augmenter, settings, clock, false);
  }

  private AskService(
      LanguageModel model,
      ExchangeMemory memory,
      Augmenter augmenter,
      ServingSettings settings,
      InstantSource clock,
      boolean elsewhere) {
    this.model = model;
    this.memory = memory;
    this.augmenter = augmenter;
    this.settings = settings;
    this.clock = clock;
    this.elsewhere = elsewhere;
  }

  /** Asks another model, whose answers say nothing of the one that nights improve. */
  public static AskService elsewhere(
      LanguageModel model,
      ExchangeMemory memory,
      Augmenter augmenter,
      ServingSettings settings,
      InstantSource clock) {
    return new AskService(model, memory, augmenter, settings, clock, true);
  }

  /** Lets someone hear how questions come out from now on. */
  public void observe(AskObserver observer) {
    observers.add(observer);
  }

  /** An id for an exchange to be, for those who have to name it before it is over. */
  public String newId() {
    return ExchangeIds.next(clock.instant());
  }

  /** Greedy, with the configured answer length and timeout. */
  public GenerationOptions defaults() {
    return new GenerationOptions(settings.maxTokens(), 0, 1, 0, List.of(), settings.timeout());
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
   * @throws ServingException as {@link #ask(AskRequest)}
   * @throws MemoryException as {@link #ask(AskRequest)}
   */
  public AskReply ask(String question, String author, int maxTokens) {
    GenerationOptions options =
        new GenerationOptions(maxTokens, 0, 1, 0, List.of(), settings.timeout());
    return ask(AskRequest.of(question, options, author));
  }

  /**
   * Asks the active adapter.
   *
   * @throws ServingException when there is no answer
   * @throws MemoryException when the answer could not be remembered; it is then not given either,
   *     because feedback on it would be lost. What a listener has heard it has heard
   */
  public AskReply ask(AskRequest request) {
    return ask(request, AnswerVerifier.NONE).reply();
  }

  /**
   * Asks the active adapter for an answer that passes a check. One with objections goes back to the
   * model once; if there are still some, it is remembered as a failure that the verifier found.
   *
   * <p>Whoever listens hears of an answer that is checked only when it has passed, as one piece. A
   * model that keeps to constraints is heard while it writes; its answer is checked all the same,
   * but can no longer be repaired.
   *
   * @throws ServingException as {@link #ask(AskRequest)}
   * @throws MemoryException as {@link #ask(AskRequest)}
   */
  public VerifiedReply ask(AskRequest request, AnswerVerifier verifier) {
    String id = request.id().isEmpty() ? newId() : request.id();
    try (ExchangeInLog _ = ExchangeInLog.of(id)) {
      return ask(id, request, verifier);
    }
  }

  private VerifiedReply ask(String id, AskRequest request, AnswerVerifier verifier) {
    Context context = request.context(elsewhere);
    Question asked = new Question(request.turns(), request.options(), new AdapterChoice.Active());
    try {
      model.queue().filter(QueueLoad::full).ifPresent(AskService::refuse);
      AugmentedQuestion augmented =
          context.standsAlone()
              ? augmenter.augment(asked, context.profile(), model)
              : AugmentedQuestion.plain(asked);
      boolean live = verifier == AnswerVerifier.NONE || model.keepsConstraints();
      AnswerListener listener = live ? request.listener() : request.listener().unheard();
      Answer answer = answer(augmented, listener);
      List<String> objections = verifier.objections(answer.text());
      if (!objections.isEmpty() && !listener.hears()) {
        String wish = verifier.request(objections);
        answer = new Repair(model).of(augmented.question(), answer, wish, listener);
        objections = verifier.objections(answer.text());
      }
      List<UsedCorrection> used = answer.informed() ? augmented.corrections() : List.of();
      AskReply reply = remember(id, request, context, answer, used, objections.isEmpty());
      if (!live && objections.isEmpty()) {
        request.listener().piece(answer.text(), answer.tokens());
      }
      if (objections.isEmpty()) {
        observers.forEach(observer -> observer.answered(reply));
      } else {
        failed(Outcome.Cause.VERIFIER.name());
      }
      return new VerifiedReply(reply, objections);
    } catch (ServingException e) {
      failed(e.code().name());
      throw e;
    } catch (MemoryException e) {
      failed("memory_" + e.code().name());
      throw e;
    }
  }

  /** Before anything is looked for that would help an answer which is not to be. */
  private static void refuse(QueueLoad load) {
    throw new ServingException(
        ServingException.Code.BUSY,
        load.waiting() + " requests wait already, which is as many as may; try again later",
        load.retryAfter());
  }

  /** With the corrections, or without them where they make the prompt too long. */
  private Answer answer(AugmentedQuestion augmented, AnswerListener listener) {
    try {
      return model.answer(augmented.question(), listener);
    } catch (ServingException e) {
      if (e.code() != ServingException.Code.REQUEST || augmented.corrections().isEmpty()) {
        throw e;
      }
      return model.answer(augmented.question().informedBy(null), listener);
    }
  }

  private void failed(String cause) {
    String adapter = model.active().map(ServableAdapter::version).orElse(Exchange.BASE);
    observers.forEach(
        observer -> observer.failed(model.name(), adapter, cause.toLowerCase(Locale.ROOT)));
  }

  private AskReply remember(
      String id,
      AskRequest request,
      Context context,
      Answer answer,
      List<UsedCorrection> used,
      boolean verified) {
    Instant now = clock.instant();
    boolean success = verified && answer.confidence() > settings.confidenceThreshold();
    Exchange exchange =
        new Exchange(
            id,
            now,
            request.question(),
            answer.text(),
            answer.model(),
            answer.adapter(),
            answer.confidence(),
            new Outcome(success, verified ? Outcome.Cause.CONFIDENCE : Outcome.Cause.VERIFIER),
            answer.latency(),
            answer.promptTokens(),
            answer.answerTokens(),
            request.author(),
            used.stream().map(UsedCorrection::exchangeId).toList(),
            context);
    memory.record(exchange);
    return new AskReply(exchange.id(), answer, success, used);
  }
}
