package dev.nightshift.governance;

import dev.nightshift.codeloop.Attempt;
import dev.nightshift.codeloop.CodeRun;
import dev.nightshift.codeloop.CodeTask;
import dev.nightshift.codeloop.Contract;
import dev.nightshift.codeloop.Fault;
import dev.nightshift.codeloop.Instructions;
import dev.nightshift.codeloop.Judgement;
import dev.nightshift.codeloop.Row;
import dev.nightshift.codeloop.RowResult;
import dev.nightshift.codeloop.RunStart;
import dev.nightshift.sandbox.Finding;
import dev.nightshift.sandbox.Limits;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Runs of a code loop as its listeners hear of them, at a time that is set. */
final class Loop implements InstantSource {
  static final String SOURCE = "def double(n):\n    x = n\n    return x + n\n";

  private Instant now = Instant.parse("2026-11-22T01:00:00Z");
  private int runs;
  int version = 1;

  @Override
  public Instant instant() {
    return now;
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  static CodeTask task(String id) {
    List<Row> rows = List.of(new Row("r1", "[1]", "2", false), new Row("r2", "[2]", "4", true));
    return new CodeTask(
        id,
        "Double it.",
        new Contract.Function("double", "double(n: int) -> int"),
        rows,
        "",
        List.of(),
        Limits.defaults(),
        0);
  }

  RunStart start(String task) {
    String id = String.format(Locale.ROOT, "20261122-010000-%s-%08x", task, ++runs);
    return new RunStart(id, task(task), new Instructions(version, "Write Python."), now);
  }

  static Attempt passed(int number) {
    return attempt(number, judgement(Fault.NONE, "", ""));
  }

  static Attempt failed(int number, Fault.Kind kind) {
    return attempt(number, judgement(new Fault(kind, "", 2), "it failed", ""));
  }

  static Attempt raised(int number, String type, int line, String said) {
    return attempt(
        number,
        judgement(
            new Fault(Fault.Kind.RAISED, type, line),
            said,
            "Traceback (most recent call last):\n"));
  }

  static Attempt found(int number, Finding.Code code, String message) {
    Judgement refused = judgement(new Fault(Fault.Kind.REFUSED, "", 0), message, "");
    return attempt(
        number,
        new Judgement(
            refused.rows(),
            true,
            "",
            List.of(new Finding(code, 1, 1, message, "def double(n):")),
            Duration.ZERO));
  }

  private static Attempt attempt(int number, Judgement judgement) {
    return new Attempt(number, 1, 0, SOURCE, "", judgement, Duration.ofSeconds(1));
  }

  private static Judgement judgement(Fault fault, String problem, String errors) {
    boolean passed = fault.kind() == Fault.Kind.NONE;
    List<RowResult> rows =
        task("double").rows().stream()
            .map(row -> new RowResult(row, passed, passed ? "2" : "", problem, fault))
            .toList();
    return new Judgement(rows, true, "", List.of(), Duration.ofMillis(20), Fault.NONE, errors);
  }

  /** A whole run, told to a listener as the loop tells it. */
  CodeRun run(AttemptRecorder recorder, String task, Attempt... attempts) {
    RunStart start = start(task);
    recorder.began(start);
    List<Attempt> all = new ArrayList<>();
    for (Attempt attempt : attempts) {
      all.add(attempt);
      recorder.attempted(start, attempt);
    }
    CodeRun run = new CodeRun(start, all, Duration.ofSeconds(1));
    recorder.ended(run);
    return run;
  }

  static Attempt[] wrong(int count) {
    Attempt[] attempts = new Attempt[count];
    for (int i = 0; i < count; i++) {
      attempts[i] = failed(i + 1, Fault.Kind.WRONG_VALUE);
    }
    return attempts;
  }
}
