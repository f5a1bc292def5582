package dev.nightshift.appraisal;

import dev.nightshift.codeloop.CodeTask;
import dev.nightshift.codeloop.Judge;
import dev.nightshift.codeloop.Judgement;
import dev.nightshift.codeloop.SandboxJudge;
import dev.nightshift.sandbox.Sandbox;

/** Says what programs are worth. Thread-safe; two at once disturb each other's times. */
public final class Appraiser {
  private final Judge judge;
  private final GrowthMeter meter;
  private final ProgramReview review;

  /** Runs programs in a sandbox. */
  public Appraiser(Sandbox sandbox) {
    this.judge = new SandboxJudge(sandbox);
    this.meter = new GrowthMeter(sandbox);
    this.review = new ProgramReview(sandbox, Checkers.installed(System.getenv()));
  }

  /**
   * Judges a program on its task and appraises it.
   *
   * @param source not empty
   * @throws dev.nightshift.sandbox.SandboxException REFUSED when the boundary is missing, STOPPED
   *     when interrupted
   */
  public Appraisal appraise(CodeTask task, String source) {
    return appraise(task, source, judge.judge(task, source));
  }

  /** Appraises a program that has been judged, likewise. */
  public Appraisal appraise(CodeTask task, String source, Judgement judgement) {
    return new Appraisal(
        Correctness.of(!task.tests().isBlank(), judgement),
        meter.measure(task, source, judgement),
        review.review(task, source));
  }
}
