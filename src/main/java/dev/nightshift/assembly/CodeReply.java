package dev.nightshift.assembly;

import dev.nightshift.codeloop.Attempt;
import dev.nightshift.codeloop.CodeRun;
import dev.nightshift.codeloop.RowResult;
import java.util.List;

/**
 * What became of a programming task.
 *
 * @param state SOLVED or UNSOLVED
 * @param run its id
 * @param task its id
 * @param source the best program, empty when the model wrote none
 * @param rows what that made of the rows
 * @param testsPassed whether it passed the task's tests; true when there are none
 * @param testProblem what these said otherwise
 * @param attempts all programs, in their order
 * @param durationMs of the whole run
 */
public record CodeReply(
    String state,
    String run,
    String task,
    String source,
    List<RowShown> rows,
    boolean testsPassed,
    String testProblem,
    List<AttemptShown> attempts,
    long durationMs)
    implements Reply {

  public CodeReply {
    rows = List.copyOf(rows);
    attempts = List.copyOf(attempts);
  }

  /**
   * A row.
   *
   * @param id of the row
   * @param hidden whether no model saw it
   * @param output what came out; empty for nothing
   * @param expected the ground truth
   * @param passed whether they are the same
   * @param problem why there is no output
   */
  public record RowShown(
      String id, boolean hidden, String output, String expected, boolean passed, String problem) {
    static RowShown of(RowResult result) {
      return new RowShown(
          result.row().id(),
          result.row().hidden(),
          result.output(),
          result.row().expected(),
          result.passed(),
          result.problem());
    }
  }

  /**
   * A program that was tried.
   *
   * @param parent number of the one it repairs, 0 for none
   * @param passRate share of the rows, 0 to 1
   * @param feedback what its writer was told
   * @param writingMs time of the models
   * @param sandboxMs time of the runs
   */
  public record AttemptShown(
      int number,
      int round,
      int parent,
      double passRate,
      boolean testsPassed,
      String feedback,
      String source,
      long writingMs,
      long sandboxMs) {
    static AttemptShown of(Attempt attempt) {
      return new AttemptShown(
          attempt.number(),
          attempt.round(),
          attempt.parent(),
          attempt.judgement().passRate(),
          attempt.judgement().testsPassed(),
          attempt.feedback(),
          attempt.source(),
          attempt.writing().toMillis(),
          attempt.judgement().time().toMillis());
    }
  }

  static CodeReply of(CodeRun run) {
    Attempt best = run.best();
    return new CodeReply(
        run.solved() ? "SOLVED" : "UNSOLVED",
        run.id(),
        run.task().id(),
        best.source(),
        best.judgement().rows().stream().map(RowShown::of).toList(),
        best.judgement().testsPassed(),
        best.judgement().testProblem(),
        run.attempts().stream().map(AttemptShown::of).toList(),
        run.time().toMillis());
  }
}
