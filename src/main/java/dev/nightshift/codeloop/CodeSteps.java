package dev.nightshift.codeloop;

import dev.nightshift.sandbox.SandboxException;
import dev.nightshift.serving.ServingException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/** Single steps of the loop, for those who go it themselves. Thread-safe. */
public final class CodeSteps {
  private final LoopModels models;
  private final Judge judge;
  private final Supplier<Instructions> instructions;
  private final InstantSource clock;

  CodeSteps(
      LoopModels models, Judge judge, Supplier<Instructions> instructions, InstantSource clock) {
    this.models = models;
    this.judge = judge;
    this.instructions = instructions;
    this.clock = clock;
  }

  /**
   * A program that nobody has run.
   *
   * @param source empty when the model wrote none
   * @param model that wrote it
   * @param instructions version of what it was told before
   * @param writing time that it took
   */
  public record Draft(String source, String model, int instructions, Duration writing) {}

  /**
   * A program and what became of it.
   *
   * @param before what was made of the first
   * @param feedback what its writer was told
   * @param draft the second
   * @param after what was made of that
   */
  public record Revision(Judgement before, String feedback, Draft draft, Judgement after) {}

  /**
   * Has a program written.
   *
   * @param most time for it
   * @throws ServingException when the model does not answer
   * @throws CodeLoopException CANCELLED
   */
  public Draft generate(CodeTask task, Duration most, Cancellation cancellation) {
    RunStart start = start(task);
    return write(
        start,
        () ->
            models.write(
                CodePrompts.write(task, start.instructions()),
                LoopModels.Draw.FIRST,
                most,
                cancellation),
        cancellation);
  }

  /**
   * Judges a program, has a better one written, and judges that.
   *
   * @param source of the first; not empty
   * @param feedback what its writer is told of it; blank leaves that to the evaluator
   * @param most time for all of it
   * @throws ServingException when the model does not answer
   * @throws SandboxException when nothing can be run
   * @throws CodeLoopException CANCELLED
   */
  public Revision refactor(
      CodeTask task, String source, String feedback, Duration most, Cancellation cancellation) {
    RunStart start = start(task);
    Instant end = clock.instant().plus(most);
    Judgement before = judged(task, source, end, cancellation);
    Attempt first = new Attempt(1, 1, 0, source, "", before, Duration.ZERO);
    String told =
        !feedback.isBlank() || before.passed()
            ? feedback
            : models.criticise(task, first, left(end), cancellation);
    Draft draft =
        write(
            start,
            () ->
                models.write(
                    before.passed()
                        ? CodePrompts.improve(start, source, told)
                        : CodePrompts.repair(start, first, told),
                    LoopModels.Draw.FIRST,
                    left(end),
                    cancellation),
            cancellation);
    Judgement after =
        draft.source().isEmpty()
            ? Judgement.none(task, Judgement.NO_PROGRAM)
            : judged(task, draft.source(), end, cancellation);
    return new Revision(before, told, draft, after);
  }

  private RunStart start(CodeTask task) {
    Instant now = clock.instant();
    return new RunStart(RunStart.newId(task, now), task, instructions.get(), now);
  }

  private Draft write(RunStart start, Supplier<String> writing, Cancellation cancellation) {
    Instant asked = clock.instant();
    try {
      String source = writing.get();
      return new Draft(
          source,
          models.improver().name(),
          start.instructions().version(),
          Duration.between(asked, clock.instant()));
    } catch (ServingException e) {
      throw cancellation.cancelled() ? Cancellation.stopped(e) : e;
    }
  }

  private Judgement judged(CodeTask task, String source, Instant end, Cancellation cancellation) {
    return judge(judge, task, source, left(end), cancellation);
  }

  /** Has a program judged, which can be cancelled. */
  public static Judgement judge(
      Judge judge, CodeTask task, String source, Duration most, Cancellation cancellation) {
    try {
      return cancellation.interruptibly(() -> judge.judge(task, source, most));
    } catch (SandboxException e) {
      throw cancellation.cancelled() ? Cancellation.stopped(e) : e;
    }
  }

  private Duration left(Instant end) {
    return Duration.between(clock.instant(), end);
  }
}
