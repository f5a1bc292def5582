package dev.nightshift.codeloop;

import dev.nightshift.sandbox.CallResult;
import dev.nightshift.sandbox.Ending;
import dev.nightshift.sandbox.Entry;
import dev.nightshift.sandbox.Failure;
import dev.nightshift.sandbox.Finding;
import dev.nightshift.sandbox.Outcome;
import dev.nightshift.sandbox.Program;
import dev.nightshift.sandbox.Sandbox;
import dev.nightshift.sandbox.SandboxException;
import dev.nightshift.sandbox.Validation;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Runs programs in the sandbox on the rows of their tasks. Thread-safe. */
public final class SandboxJudge implements Judge {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int LONGEST = 300;

  /** Runs that may be too late before those for the other rows are spared. */
  private static final int MOST_LATE = 3;

  private final Sandbox sandbox;

  /** Runs them in a sandbox. */
  public SandboxJudge(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  /**
   * {@inheritDoc}
   *
   * <p>A row that ends the interpreter costs that row alone: the rows behind it are run in another.
   *
   * @throws SandboxException REFUSED when the boundary is missing, STOPPED when interrupted
   */
  @Override
  public Judgement judge(CodeTask task, String source) {
    Trial trial = new Trial(task, source);
    switch (task.contract()) {
      case Contract.Function(String name, String _) -> trial.call(name);
      case Contract.StandardInput _ -> trial.feed();
    }
    return trial.judgement();
  }

  /** One program on its way through its rows. */
  private final class Trial {
    private final CodeTask task;
    private final String source;
    private final Validation validation;
    private final Comparison comparison;
    private final List<RowResult> results = new ArrayList<>();
    private List<Finding> findings = List.of();
    private Duration time = Duration.ZERO;

    Trial(CodeTask task, String source) {
      this.task = task;
      this.source = source;
      this.comparison = new Comparison(task.tolerance());
      this.validation =
          task.imports().isEmpty() ? sandbox.validation() : Validation.allowing(task.imports());
    }

    void call(String function) {
      List<Row> left = task.rows();
      for (int late = 0; !left.isEmpty(); ) {
        Outcome outcome =
            run(new Entry.Call(function, left.stream().map(Row::input).toList()), source);
        int returned = Math.min(left.size(), outcome.results().size());
        for (int i = 0; i < returned; i++) {
          results.add(called(left.get(i), outcome.results().get(i)));
        }
        left = left.subList(returned, left.size());
        boolean timely =
            outcome.ending() != Ending.WALL_TIME && outcome.ending() != Ending.CPU_TIME;
        late += timely ? 0 : 1;
        if (!left.isEmpty()) {
          // The row that ended the interpreter; or all, if none was come to, nor ever will be.
          boolean hopeless = timely ? returned == 0 : late == MOST_LATE;
          List<Row> over = hopeless ? left : left.subList(0, 1);
          String problem = problem(outcome);
          over.forEach(row -> results.add(RowResult.failed(row, problem)));
          left = left.subList(over.size(), left.size());
        }
      }
    }

    void feed() {
      for (Row row : task.rows()) {
        if (!findings.isEmpty()) {
          results.add(RowResult.failed(row, findings.getFirst().message()));
          continue;
        }
        Outcome outcome = run(new Entry.Script(row.input()), source);
        results.add(
            outcome.succeeded()
                ? RowResult.of(
                    row,
                    shortened(outcome.output()),
                    comparison.ofTexts(row.expected(), outcome.output()))
                : RowResult.failed(row, problem(outcome)));
      }
    }

    private Outcome run(Entry entry, String text) {
      Outcome outcome = sandbox.run(new Program(text, entry, validation), task.limits());
      time = time.plus(outcome.usage().wall());
      if (findings.isEmpty()) {
        findings = outcome.findings();
      }
      return outcome;
    }

    private RowResult called(Row row, CallResult result) {
      CallResult.Value value = result.value();
      Failure failure = result.failure();
      if (value == null) {
        return RowResult.failed(row, failure == null ? "no value" : inWords(failure));
      }
      String json = value.json();
      boolean passed = json != null && comparison.ofValues(row.expected(), json);
      return RowResult.of(row, shortened(value.text()), passed);
    }

    Judgement judgement() {
      String problem = task.tests().isBlank() ? "" : tests();
      return new Judgement(results, problem.isEmpty(), problem, findings, time);
    }

    /** What the tests say. That they came to their end is shown by a word nobody can guess. */
    private String tests() {
      if (!findings.isEmpty()) {
        return findings.getFirst().message();
      }
      String word = HexFormat.of().formatHex(RANDOM.generateSeed(16));
      Outcome outcome =
          run(
              new Entry.Script(""),
              source + "\n\n" + task.tests() + "\n\nprint(\"\\n" + word + "\")\n");
      boolean ended = outcome.succeeded() && outcome.output().strip().endsWith(word);
      return ended ? "" : problem(outcome);
    }
  }

  private static String problem(Outcome outcome) {
    Failure failure = outcome.failure();
    return switch (outcome.ending()) {
      case REJECTED ->
          outcome.findings().isEmpty() ? "not run" : inWords(outcome.findings().getFirst());
      case WALL_TIME, CPU_TIME -> "took too long" + line(failure);
      case MEMORY -> "took too much memory" + line(failure);
      case OUTPUT -> "printed too much";
      case CRASHED -> "the interpreter crashed";
      case COMPLETED, FAILED ->
          failure == null
              ? "ended with exit status " + outcome.exitCode() + " before its time"
              : inWords(failure);
    };
  }

  private static String line(@Nullable Failure failure) {
    return failure == null || failure.line() == 0 ? "" : " in line " + failure.line();
  }

  private static String inWords(Failure failure) {
    return shortened(failure.type() + ": " + failure.message()) + line(failure);
  }

  private static String inWords(Finding finding) {
    return String.format(
        Locale.ROOT,
        "line %d: %s: %s",
        finding.line(),
        finding.message(),
        finding.excerpt().strip());
  }

  private static String shortened(String text) {
    String one = text.strip();
    return one.length() <= LONGEST ? one : one.substring(0, LONGEST) + "…";
  }
}
