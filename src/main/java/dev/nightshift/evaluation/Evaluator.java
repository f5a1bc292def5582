package dev.nightshift.evaluation;

import dev.nightshift.exchange.Answer;
import dev.nightshift.serving.AdapterChoice;
import dev.nightshift.serving.LanguageModel;
import dev.nightshift.serving.Question;
import dev.nightshift.serving.ServableAdapter;
import dev.nightshift.serving.ServingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Asks a set of questions greedily, some together as far as the backend can, and judges the
 * replies. A question that times out or cannot be served is not answered right, and its result says
 * why; a backend that is gone or an adapter that cannot be used ends the evaluation with the {@link
 * ServingException}.
 */
public final class Evaluator {
  private static final int TOGETHER = 16;
  private static final int BUSY_RETRIES = 50;
  private static final Duration BUSY_PAUSE = Duration.ofMillis(200);

  private final int maxTokens;
  private final UnaryOperator<Question> preparation;

  /**
   * An evaluator that lets the model write that many tokens a question, and more where code is due.
   */
  public Evaluator(int maxTokens) {
    this(maxTokens, question -> question);
  }

  /**
   * An evaluator that does not judge the model alone.
   *
   * @param preparation adds to each question what users' questions get
   */
  public Evaluator(int maxTokens, UnaryOperator<Question> preparation) {
    this.maxTokens = maxTokens;
    this.preparation = preparation;
  }

  /**
   * Asks and judges.
   *
   * @param progress told of each result as it is known
   */
  public EvaluationReport evaluate(
      LanguageModel model,
      AdapterChoice choice,
      List<EvaluationItem> items,
      Consumer<EvaluationResult> progress) {
    List<EvaluationResult> results = new ArrayList<>();
    for (int from = 0; from < items.size(); from += TOGETHER) {
      List<EvaluationItem> part = items.subList(from, Math.min(items.size(), from + TOGETHER));
      for (EvaluationResult result : askAll(model, choice, part)) {
        results.add(result);
        progress.accept(result);
      }
    }
    return EvaluationReport.of(name(model, choice), results);
  }

  /** Together; one by one where that fails, so that a single bad question costs only itself. */
  private List<EvaluationResult> askAll(
      LanguageModel model, AdapterChoice choice, List<EvaluationItem> items) {
    List<Question> questions = items.stream().map(item -> question(item, choice)).toList();
    try {
      List<Answer> answers = model.answerAll(questions, answered -> {});
      List<EvaluationResult> results = new ArrayList<>();
      for (int i = 0; i < items.size(); i++) {
        results.add(judged(items.get(i), answers.get(i)));
      }
      return results;
    } catch (ServingException e) {
      return switch (e.code()) {
        case TIMEOUT, REQUEST, BUSY ->
            items.stream().map(item -> ask(model, choice, item)).toList();
        case UNAVAILABLE, ADAPTER, CANCELLED -> throw e;
      };
    }
  }

  private Question question(EvaluationItem item, AdapterChoice choice) {
    return preparation.apply(
        Question.unhurried(item.question(), item.tokens(maxTokens)).with(choice));
  }

  private static EvaluationResult judged(EvaluationItem item, Answer answer) {
    return new EvaluationResult(
        item,
        answer.text(),
        item.accepts(answer.text()),
        answer.adapter(),
        answer.confidence(),
        answer.latency(),
        null,
        answer.informed());
  }

  private EvaluationResult ask(LanguageModel model, AdapterChoice choice, EvaluationItem item) {
    try {
      return judged(item, patiently(model, question(item, choice)));
    } catch (ServingException e) {
      return switch (e.code()) {
        case TIMEOUT, REQUEST, BUSY ->
            new EvaluationResult(
                item,
                "",
                false,
                name(model, choice),
                0,
                Duration.ZERO,
                String.valueOf(e.getMessage()),
                false);
        case UNAVAILABLE, ADAPTER, CANCELLED -> throw e;
      };
    }
  }

  /** Users come first: a full queue is waited out, for a while. */
  private static Answer patiently(LanguageModel model, Question question) {
    for (int attempt = 1; ; attempt++) {
      try {
        return model.answer(question);
      } catch (ServingException e) {
        if (e.code() != ServingException.Code.BUSY || attempt > BUSY_RETRIES) {
          throw e;
        }
        try {
          Thread.sleep(BUSY_PAUSE);
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
          throw new ServingException(
              ServingException.Code.CANCELLED, "the evaluation was interrupted", interrupted);
        }
      }
    }
  }

  private static String active(LanguageModel model) {
    return model.active().map(ServableAdapter::version).orElse("base");
  }

  /** The version that a choice means, or {@code base}. */
  static String name(LanguageModel model, AdapterChoice choice) {
    return switch (choice) {
      case AdapterChoice.Base() -> "base";
      case AdapterChoice.Active() -> active(model);
      case AdapterChoice.Unchecked(var adapter) ->
          adapter == null ? active(model) : adapter.version();
      case AdapterChoice.Exactly(var adapter, var _) -> adapter.version();
    };
  }
}
