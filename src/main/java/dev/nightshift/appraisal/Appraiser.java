package dev.nightshift.appraisal;

import dev.nightshift.codeloop.CodeTask;
import dev.nightshift.codeloop.Judge;
import dev.nightshift.codeloop.Judgement;
import dev.nightshift.codeloop.Quality;
import dev.nightshift.codeloop.SandboxJudge;
import dev.nightshift.sandbox.Sandbox;
import java.time.Duration;

/** Says what programs are worth. Thread-safe; two at once disturb each other's times. */
public final class Appraiser {
  private static final Duration GROWTH = Duration.ofSeconds(2);

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
        meter.measure(task, source, judgement, GROWTH),
        review.review(task, source));
  }

  /**
   * What decides between programs that pass everything, measured in a shorter time. Of those that
   * read programs only our own is asked: what is installed shall not decide.
   *
   * @param judgement of a program that passes the task
   * @param growth for the growth of time; nothing leaves that out
   * @throws dev.nightshift.sandbox.SandboxException REFUSED when the boundary is missing, STOPPED
   *     when interrupted
   */
  public Quality quality(CodeTask task, String source, Judgement judgement, Duration growth) {
    Order order =
        growth.isZero() ? null : meter.measure(task, source, judgement, growth).time().order();
    return new Quality(
        order == null ? "" : order.notation(),
        order == null ? Double.NaN : order.exponent(),
        review.own(task, source).score(),
        Quality.characters(source));
  }
}
