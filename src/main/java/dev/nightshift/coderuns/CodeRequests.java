package dev.nightshift.coderuns;

import dev.nightshift.appraisal.Appraisal;
import dev.nightshift.codeloop.Cancellation;
import dev.nightshift.codeloop.CodeSteps;
import dev.nightshift.codeloop.CodeTask;
import dev.nightshift.codeloop.Judge;
import dev.nightshift.codeloop.Judgement;
import dev.nightshift.coderuns.CodeRunsException.Code;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Single steps for those who wait for them, so many at once. Thread-safe. */
public final class CodeRequests {
  private final Workshop workshop;
  private final RunSettings settings;
  private final Semaphore places;

  CodeRequests(Workshop workshop, RunSettings settings) {
    this.workshop = workshop;
    this.settings = settings;
    this.places = new Semaphore(settings.requests());
  }

  /** Whether somebody waits for one. */
  public boolean busy() {
    return places.availablePermits() < settings.requests();
  }

  /** How long one may take. */
  public Duration timeout() {
    return settings.timeout();
  }

  /**
   * Has a program written; it is not run.
   *
   * @throws CodeRunsException BUSY
   * @throws dev.nightshift.codeloop.CodeLoopException CANCELLED
   * @throws dev.nightshift.serving.ServingException when the model does not answer
   */
  public CodeSteps.Draft generate(CodeTask task, Duration most, Cancellation cancellation) {
    return admitted(
        () -> workshop.loop(workshop.settings()).steps().generate(task, most, cancellation));
  }

  /**
   * Runs a program on its task's rows and tests.
   *
   * @throws CodeRunsException BUSY
   * @throws dev.nightshift.codeloop.CodeLoopException CANCELLED
   * @throws dev.nightshift.sandbox.SandboxException when nothing can be run
   */
  public Judgement evaluate(
      CodeTask task, String source, Duration most, Cancellation cancellation) {
    return admitted(
        () -> {
          Judge judge = workshop.judge();
          return CodeSteps.judge(judge, task, source, most, cancellation);
        });
  }

  /**
   * The same, and says how its time and memory grow and how well it is made.
   *
   * @param most time for rows and tests; the rest has its own limits
   * @throws CodeRunsException BUSY
   * @throws dev.nightshift.codeloop.CodeLoopException CANCELLED
   * @throws dev.nightshift.sandbox.SandboxException when nothing can be run
   */
  public Appraisal appraise(
      CodeTask task, String source, Duration most, Cancellation cancellation) {
    return admitted(
        () -> {
          Judgement judgement = CodeSteps.judge(workshop.judge(), task, source, most, cancellation);
          return workshop.appraise(task, source, judgement);
        });
  }

  /**
   * Has a better program written, and judges both.
   *
   * @param feedback what the writer is told; blank leaves that to the evaluator
   * @throws CodeRunsException BUSY
   * @throws dev.nightshift.codeloop.CodeLoopException CANCELLED
   * @throws dev.nightshift.serving.ServingException when the model does not answer
   * @throws dev.nightshift.sandbox.SandboxException when nothing can be run
   */
  public CodeSteps.Revision refactor(
      CodeTask task, String source, String feedback, Duration most, Cancellation cancellation) {
    return admitted(
        () ->
            workshop
                .loop(workshop.settings())
                .steps()
                .refactor(task, source, feedback, most, cancellation));
  }

  private <T> T admitted(Supplier<T> work) {
    if (!places.tryAcquire()) {
      throw new CodeRunsException(
          Code.BUSY, settings.requests() + " programs are written or judged already");
    }
    try {
      return work.get();
    } finally {
      places.release();
    }
  }
}
