package dev.nightshift.codeloop;

import dev.nightshift.serving.AdapterChoice;
import dev.nightshift.serving.GenerationOptions;
import dev.nightshift.serving.LanguageModel;
import dev.nightshift.serving.Question;
import dev.nightshift.serving.ServingException;
import dev.nightshift.serving.Turn;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models that write programs and say what is wrong with them.
 *
 * @param improver writes
 * @param evaluator criticises; empty leaves that to the results alone
 * @param settings how much they may say
 */
record LoopModels(
    LanguageModel improver, Optional<LanguageModel> evaluator, LoopSettings settings) {
  private static final Logger log = LoggerFactory.getLogger(LoopModels.class);
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  /**
   * One of several programs for the same words.
   *
   * @param round from 1
   * @param sample from 0, which is greedy
   */
  record Draw(int round, int sample) {
    static final Draw FIRST = new Draw(1, 0);

    long seed() {
      return 1000L * round + sample;
    }
  }

  /** A program; empty when the model wrote none. */
  String write(List<Turn> turns, Draw draw, Duration most, Cancellation cancellation) {
    double temperature = draw.sample() == 0 ? 0 : settings.temperature();
    GenerationOptions options = options(settings.maxTokens(), temperature, draw, most);
    return ProgramText.of(answer(improver, turns, options, cancellation));
  }

  /** What is wrong with a program. Without an evaluator that answers, the results have to do. */
  String criticise(CodeTask task, Attempt failed, Duration most, Cancellation cancellation) {
    List<Turn> turns = CodePrompts.criticise(task, failed);
    GenerationOptions options =
        options(settings.feedbackTokens(), 0, new Draw(failed.round(), 0), most);
    try {
      return evaluator.map(model -> answer(model, turns, options, cancellation)).orElse("");
    } catch (ServingException e) {
      cancellation.check();
      log.warn("the evaluator does not answer, the results have to do: {}", e.getMessage());
      return "";
    }
  }

  private static GenerationOptions options(
      int tokens, double temperature, Draw draw, Duration most) {
    return new GenerationOptions(
        tokens, temperature, 1, draw.seed(), List.of(), most.isPositive() ? most : SHORTEST);
  }

  private static String answer(
      LanguageModel model, List<Turn> turns, GenerationOptions options, Cancellation cancellation) {
    cancellation.check();
    Question question = new Question(turns, options, new AdapterChoice.Active());
    return model.answer(question, cancellation.listener()).text();
  }
}
