package dev.nightshift.codeloop;

import dev.nightshift.exchange.Answer;
import dev.nightshift.serving.AdapterChoice;
import dev.nightshift.serving.GenerationOptions;
import dev.nightshift.serving.LanguageModel;
import dev.nightshift.serving.Question;
import dev.nightshift.serving.ServingException;
import java.time.Duration;
import java.util.List;

/** Has a model write the first program for a task, as a run's first attempt does. */
public final class ProgramWriter {
  private final LanguageModel improver;
  private final int maxTokens;

  /**
   * @param maxTokens of one program
   */
  public ProgramWriter(LanguageModel improver, int maxTokens) {
    this.improver = improver;
    this.maxTokens = maxTokens;
  }

  /**
   * What a model wrote.
   *
   * @param source the program, empty when there is none in the answer
   * @param answer all of it
   */
  public record Written(String source, Answer answer) {}

  /** What the model is asked, behind the instructions. */
  public static String question(CodeTask task) {
    return CodePrompts.order(task);
  }

  /**
   * Writes a program; it is not run.
   *
   * @param temperature 0 is greedy
   * @throws ServingException when the model does not answer in time
   */
  public Written write(
      CodeTask task, Instructions instructions, double temperature, long seed, Duration timeout) {
    GenerationOptions options =
        new GenerationOptions(maxTokens, temperature, 1, seed, List.of(), timeout);
    Answer answer =
        improver.answer(
            new Question(
                CodePrompts.write(task, instructions), options, new AdapterChoice.Active()));
    return new Written(ProgramText.of(answer.text()), answer);
  }
}
