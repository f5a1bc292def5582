package dev.nightshift.prompts;

import dev.nightshift.codeloop.CodeTask;
import dev.nightshift.codeloop.FailureText;
import dev.nightshift.codeloop.Instructions;
import dev.nightshift.codeloop.Judge;
import dev.nightshift.codeloop.Judgement;
import dev.nightshift.codeloop.ProgramWriter;
import java.time.Duration;

/** Has the improver make them, and the judge judge. */
public final class FirstAttempts implements TaskAttempts {
  private final ProgramWriter writer;
  private final Judge judge;
  private final double temperature;
  private final Duration timeout;

  /**
   * @param temperature of the sampler
   * @param timeout of the writing of one program
   */
  public FirstAttempts(ProgramWriter writer, Judge judge, double temperature, Duration timeout) {
    this.writer = writer;
    this.judge = judge;
    this.temperature = temperature;
    this.timeout = timeout;
  }

  /**
   * {@inheritDoc}
   *
   * @throws dev.nightshift.serving.ServingException when the model does not answer in time
   * @throws dev.nightshift.sandbox.SandboxException when nothing can be run
   */
  @Override
  public Attempted attempt(CodeTask task, Instructions instructions, long seed) {
    ProgramWriter.Written written = writer.write(task, instructions, temperature, seed, timeout);
    Judgement judgement =
        written.source().isEmpty()
            ? Judgement.none(task, "the model wrote no program")
            : judge.judge(task, written.source());
    Score score =
        new Score(
            judgement.score(),
            judgement.passed(),
            written.answer().promptTokens(),
            written.answer().answerTokens());
    return new Attempted(
        score, judgement.passed() ? "" : FailureText.of(task, written.source(), judgement));
  }
}
