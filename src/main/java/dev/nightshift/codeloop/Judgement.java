package dev.nightshift.codeloop;

import dev.nightshift.sandbox.Finding;
import java.time.Duration;
import java.util.List;

/**
 * What became of a program.
 *
 * @param rows what it made of each row, in the task's order
 * @param testsPassed whether the task's tests passed; true when there are none
 * @param testProblem what the tests said, in one line; empty when they passed
 * @param findings what was found in it before it ran; with any it did not run
 * @param time in the sandbox
 * @param testFault why the tests failed, for who counts; {@link Fault#NONE} when they passed
 * @param errors what the interpreter and the program wrote to standard error, tracebacks above all;
 *     of hidden rows too, so that no model may read it
 */
public record Judgement(
    List<RowResult> rows,
    boolean testsPassed,
    String testProblem,
    List<Finding> findings,
    Duration time,
    Fault testFault,
    String errors) {
  /** What is wrong with an answer without a program. */
  static final String NO_PROGRAM = "the model wrote no program";

  public Judgement {
    rows = List.copyOf(rows);
    findings = List.copyOf(findings);
  }

  /** The same without what went wrong in detail. */
  public Judgement(
      List<RowResult> rows,
      boolean testsPassed,
      String testProblem,
      List<Finding> findings,
      Duration time) {
    this(rows, testsPassed, testProblem, findings, time, Fault.NONE, "");
  }

  /** Of what is no program. */
  public static Judgement none(CodeTask task, String problem) {
    Fault fault = Fault.of(Fault.Kind.NO_PROGRAM);
    boolean untested = task.tests().isBlank();
    return new Judgement(
        task.rows().stream().map(row -> RowResult.failed(row, problem, fault)).toList(),
        untested,
        untested ? "" : problem,
        List.of(),
        Duration.ZERO,
        untested ? Fault.NONE : fault,
        "");
  }

  /** Whether all rows, shown and hidden, and the tests passed. */
  public boolean passed() {
    return testsPassed && rows.stream().allMatch(RowResult::passed);
  }

  /** How many rows passed, and one more for the tests. */
  public int points() {
    return (int) rows.stream().filter(RowResult::passed).count() + (testsPassed ? 1 : 0);
  }

  /** Share of what {@link #points} counts: 0 to 1, and 1 when everything passed. */
  public double score() {
    return points() / (rows.size() + 1.0);
  }

  /** Share of the rows that passed, 0 to 1; of no rows whether the tests did. */
  public double passRate() {
    return rows.isEmpty()
        ? (testsPassed ? 1 : 0)
        : rows.stream().filter(RowResult::passed).count() / (double) rows.size();
  }
}
