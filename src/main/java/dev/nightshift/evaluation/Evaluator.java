package dev.nightshift.evaluation;

import dev.nightshift.exchange.Answer;
import dev.nightshift.serving.AdapterChoice;
import dev.nightshift.serving.LanguageModel;
import dev.nightshift.serving.Question;
import dev.nightshift.serving.ServingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Asks a set of questions, one after the other and greedily, and judges the replies. A question that
 * times out or cannot be served counts as answered wrong; a backend that is gone or an adapter that
 * cannot be used ends the evaluation with the {@link ServingException}.
 */
public final class Evaluator {
  private static final int BUSY_RETRIES = 50;
  private static final Duration BUSY_PAUSE = Duration.ofMillis(200);

  private final int maxTokens;

  /** An evaluator that lets the model write that many tokens a question. */
  public Evaluator(int maxTokens) {
    this.maxTokens = maxTokens;
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
    for (EvaluationItem item : items) {
      EvaluationResult result = ask(model, choice, item);
      results.add(result);
      progress.accept(result);
    }
    return EvaluationReport.of(name(model, choice), results);
  }

  private EvaluationResult ask(LanguageModel model, AdapterChoice choice, EvaluationItem item) {
    Question question = Question.of(item.question(), maxTokens).with(choice);
    try {
      Answer answer = patiently(model, question);
      return new EvaluationResult(
          item,
          answer.text(),
          item.accepts(answer.text()),
          answer.adapter(),
          answer.confidence(),
          answer.latency(),
          null);
    } catch (ServingException e) {
      return switch (e.code()) {
        case TIMEOUT, REQUEST, BUSY ->
            new EvaluationResult(
                item, "", false, name(model, choice), 0, Duration.ZERO, String.valueOf(e.getMessage()));
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

  private static String name(LanguageModel model, AdapterChoice choice) {
    return switch (choice) {
      case AdapterChoice.Base() -> "base";
      case AdapterChoice.Active() -> model.active().map(a -> a.version()).orElse("base");
      case AdapterChoice.Exactly(var adapter, var _) -> adapter.version();
    };
  }
}
