package dev.nightshift.tuning;

import dev.nightshift.evaluation.EvaluationItem;
import dev.nightshift.evaluation.EvaluationItems;
import dev.nightshift.evaluation.EvaluationReport;
import dev.nightshift.evaluation.EvaluationResult;
import dev.nightshift.evaluation.Evaluator;
import dev.nightshift.evaluation.SealedSets;
import dev.nightshift.exchange.Outcome;
import dev.nightshift.memory.Remembered;
import dev.nightshift.serving.AdapterChoice;
import dev.nightshift.serving.LanguageModel;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * Fills the frozen set of questions that no adapter may lose: answers that a person called right,
 * and general knowledge that the base was seen to have. Frozen once it is large enough.
 */
public final class RegressionQuestions {
  private static final int ENOUGH = 40;
  private static final int MOST_FROM_MEMORY = 40;
  private static final int LONGEST_ANSWER = 200;
  private static final int MAX_TOKENS = 32;

  private final SealedSets sealed;
  private final IntFunction<List<Remembered>> successes;

  /**
   * The frozen set of a home.
   *
   * @param successes gives the newest remembered successes that may be used, at most so many
   */
  public RegressionQuestions(SealedSets sealed, IntFunction<List<Remembered>> successes) {
    this.sealed = sealed;
    this.successes = successes;
  }

  /**
   * Makes sure that there is something to lose. Asks the base the general questions once; takes
   * what people praised every time.
   *
   * @return how many questions the set holds
   */
  public int freeze(LanguageModel model, Consumer<EvaluationResult> progress) {
    List<EvaluationItem> praised =
        successes.apply(MOST_FROM_MEMORY * 4).stream()
            .filter(r -> r.outcome().cause() == Outcome.Cause.FEEDBACK)
            .filter(r -> r.exchange().answer().length() <= LONGEST_ANSWER)
            .filter(r -> !r.exchange().answer().isBlank())
            .limit(MOST_FROM_MEMORY)
            .map(RegressionQuestions::item)
            .toList();
    sealed.seal(SealedSets.Kind.REGRESSION, praised);
    if (sealed.items(SealedSets.Kind.REGRESSION).size() < ENOUGH) {
      EvaluationReport report =
          new Evaluator(MAX_TOKENS).evaluate(model, new AdapterChoice.Base(), general(), progress);
      sealed.seal(
          SealedSets.Kind.REGRESSION,
          report.results().stream()
              .filter(EvaluationResult::correct)
              .map(EvaluationResult::item)
              .toList());
    }
    return sealed.items(SealedSets.Kind.REGRESSION).size();
  }

  /** General questions with known answers, shipped with the program. */
  public static List<EvaluationItem> general() {
    String name = "general.jsonl";
    try (InputStream in = RegressionQuestions.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing from this program");
      }
      return EvaluationItems.parse(
          name, new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static EvaluationItem item(Remembered remembered) {
    return EvaluationItem.answer(remembered.exchange().question(), remembered.exchange().answer());
  }
}
