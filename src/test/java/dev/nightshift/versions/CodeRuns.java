package dev.nightshift.versions;

import dev.nightshift.codeloop.Attempt;
import dev.nightshift.codeloop.CodeRun;
import dev.nightshift.codeloop.CodeTask;
import dev.nightshift.codeloop.Contract;
import dev.nightshift.codeloop.Fault;
import dev.nightshift.codeloop.Instructions;
import dev.nightshift.codeloop.Judgement;
import dev.nightshift.codeloop.Row;
import dev.nightshift.codeloop.RowResult;
import dev.nightshift.codeloop.RunListener;
import dev.nightshift.codeloop.RunStart;
import dev.nightshift.sandbox.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Runs of a task with three rows and tests, written by hand and told to a listener. */
final class CodeRuns {
  static final Instant BEGAN = Instant.parse("2026-11-22T01:02:03Z");
  static final String FIRST = "20261122-010203-double-00000001";
  static final String SECOND = "20261122-010204-double-00000002";
  static final CodeTask TASK = task("double", "Double a number.", "42");

  private final RunListener listener;
  private final RunStart start;
  private final List<Attempt> attempts = new ArrayList<>();

  CodeRuns(RunListener listener, String id, CodeTask task) {
    this.listener = listener;
    this.start = new RunStart(id, task, new Instructions(7, "Write it well."), BEGAN);
    listener.began(start);
  }

  static CodeTask task(String id, String prompt, String second) {
    return new CodeTask(
        id,
        prompt,
        new Contract.Function("double", "double(n: int) -> int"),
        List.of(
            new Row("r1", "[1]", "2", false),
            new Row("r2", "[21]", second, false),
            new Row("r3", "[7]", "14", true)),
        "assert double(0) == 0",
        List.of(),
        Limits.defaults(),
        0);
  }

  /** An attempt that passes so many of the three rows, and the tests when it passes all. */
  CodeRuns attempt(int parent, String source, int passed, String feedback) {
    List<RowResult> rows = new ArrayList<>();
    for (Row row : start.task().rows()) {
      boolean good = rows.size() < passed;
      rows.add(
          good
              ? new RowResult(row, true, row.expected(), "", Fault.NONE)
              : new RowResult(
                  row, false, "", "KeyError: 1", new Fault(Fault.Kind.RAISED, "KeyError", 1)));
    }
    boolean all = passed == rows.size();
    Judgement judgement =
        new Judgement(rows, all, all ? "" : "AssertionError", List.of(), Duration.ofMillis(12));
    Attempt made =
        new Attempt(
            attempts.size() + 1,
            1 + attempts.size() / 2,
            parent,
            source,
            feedback,
            judgement,
            Duration.ofMillis(340));
    attempts.add(made);
    listener.attempted(start, made);
    return this;
  }

  CodeRun end() {
    CodeRun run = new CodeRun(start, attempts, Duration.ofSeconds(3));
    listener.ended(run);
    return run;
  }

  /** A run of one attempt that passes everything. */
  static CodeRun solved(RunListener listener, String id, CodeTask task, String source) {
    return new CodeRuns(listener, id, task).attempt(0, source, 3, "").end();
  }
}
