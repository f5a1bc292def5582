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
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs programs in the sandbox on the rows of their tasks. Thread-safe. */
public final class SandboxJudge implements Judge {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int LONGEST = 300;

  /** Characters of standard error that are kept of a program. */
  private static final int MOST_ERRORS = 16_000;

  /** Runs that may be too late without any result before those for other rows are spared. */
  private static final int MOST_LATE = 3;

  /** The same for runs that end in another way. */
  private static final int MOST_DEAD = 2;

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
    private final Map<Row, RowResult> results = new HashMap<>();
    private final OutputForm form;
    private final StringBuilder errors = new StringBuilder();
    private List<Finding> findings = List.of();
    private Fault testFault = Fault.NONE;
    private Duration time = Duration.ZERO;

    /** Why further rows need not be tried. */
    private String hopeless = "";

    private Fault lastFault = Fault.NONE;

    Trial(CodeTask task, String source) {
      this.task = task;
      this.source = source;
      this.comparison = new Comparison(task.tolerance());
      this.form = new OutputForm(task.rows());
      this.validation =
          task.imports().isEmpty() ? sandbox.validation() : Validation.allowing(task.imports());
    }

    /**
     * What is hidden is run apart from what is shown, and after it: what a program keeps between
     * calls is seen by later ones, and of what shown rows come to models are told.
     */
    void call(String function) {
      if (task.rows().isEmpty()) {
        run(new Entry.Call(function, List.of()));
      }
      series(function, task.rows().stream().filter(row -> !row.hidden()).toList());
      series(function, task.rows().stream().filter(Row::hidden).toList());
    }

    private void series(String function, List<Row> rows) {
      List<Row> left = rows;
      for (int dead = 0; !left.isEmpty() && hopeless.isEmpty(); ) {
        Outcome outcome = run(new Entry.Call(function, left.stream().map(Row::input).toList()));
        int returned = Math.min(left.size(), outcome.results().size());
        for (int i = 0; i < returned; i++) {
          results.put(left.get(i), called(left.get(i), outcome.results().get(i), outcome));
        }
        left = left.subList(returned, left.size());
        if (returned > 0 || left.isEmpty()) {
          // What the next row came to may be the fault of those before it: it is run first now.
          dead = 0;
          continue;
        }
        dead++;
        String problem = problem(outcome);
        lastFault = fault(outcome);
        results.put(left.getFirst(), RowResult.failed(left.getFirst(), problem, lastFault));
        left = left.subList(1, left.size());
        if (!findings.isEmpty() || dead == (isLate(outcome) ? MOST_LATE : MOST_DEAD)) {
          hopeless = problem;
        }
      }
    }

    void feed() {
      int late = 0;
      for (Row row : task.rows()) {
        if (hopeless.isEmpty()) {
          Outcome outcome = run(new Entry.Script(row.input()));
          results.put(row, printed(row, outcome));
          lastFault = fault(outcome);
          late = isLate(outcome) ? late + 1 : 0;
          hopeless = !findings.isEmpty() || late == MOST_LATE ? problem(outcome) : "";
        }
      }
    }

    private RowResult printed(Row row, Outcome outcome) {
      if (!outcome.succeeded()) {
        return RowResult.failed(row, problem(outcome), fault(outcome));
      }
      String output = outcome.output();
      if (comparison.ofTexts(row.expected(), output)) {
        return RowResult.passed(row, shortened(output));
      }
      Fault.Kind kind =
          OutputForm.onlyForm(row.expected(), output)
              ? Fault.Kind.WRONG_FORM
              : Fault.Kind.WRONG_VALUE;
      return output.isBlank()
          ? RowResult.failed(row, "printed nothing", Fault.of(kind))
          : RowResult.other(row, shortened(output), kind);
    }

    private Outcome run(Entry entry) {
      Outcome outcome = timed(new Program(source, entry, validation));
      if (findings.isEmpty()) {
        findings = outcome.findings();
      }
      return outcome;
    }

    private Outcome timed(Program program) {
      Outcome outcome = sandbox.run(program, task.limits());
      time = time.plus(outcome.usage().wall());
      int room = MOST_ERRORS - errors.length();
      errors.append(outcome.errors(), 0, Math.clamp(outcome.errors().length(), 0, room));
      return outcome;
    }

    private RowResult called(Row row, CallResult result, Outcome outcome) {
      CallResult.Value value = result.value();
      Failure failure = result.failure();
      if (value == null) {
        return failure == null
            ? RowResult.failed(row, "no value", Fault.of(Fault.Kind.EXITED))
            : RowResult.failed(row, inWords(failure), fault(failure));
      }
      String json = value.json();
      if (json != null && comparison.ofValues(row.expected(), json)) {
        return RowResult.passed(row, shortened(value.text()));
      }
      boolean printed = "null".equals(json) && !outcome.output().isBlank();
      // NaN and infinities are no JSON, and numbers all the same.
      String known = json == null && value.type().equals("float") ? "0.5" : json;
      boolean fits = known != null && form.fits(known) && !printed;
      return RowResult.other(
          row, shortened(value.text()), fits ? Fault.Kind.WRONG_VALUE : Fault.Kind.WRONG_FORM);
    }

    Judgement judgement() {
      List<RowResult> all =
          task.rows().stream()
              .map(row -> results.getOrDefault(row, RowResult.failed(row, hopeless, lastFault)))
              .toList();
      String problem = task.tests().isBlank() ? "" : tests();
      return new Judgement(
          all, problem.isEmpty(), problem, findings, time, testFault, errors.toString());
    }

    /** What the tests say. That they came to their end is shown by a word nobody can guess. */
    private String tests() {
      if (!findings.isEmpty()) {
        testFault = Fault.of(Fault.Kind.REFUSED);
        return findings.getFirst().message();
      }
      String word = HexFormat.of().formatHex(RANDOM.generateSeed(16));
      String all =
          source
              + "\n\n"
              + task.tests()
              + "\n\nimport sys\nsys.stdout.write(\"\\n"
              + word
              + "\\n\")\n";
      // The program has been looked at; what its tests do is the task's business.
      Outcome outcome = timed(new Program(all, new Entry.Script(""), Validation.off()));
      boolean ended = outcome.succeeded() && outcome.output().strip().endsWith(word);
      testFault = ended ? Fault.NONE : fault(outcome);
      return ended ? "" : problem(outcome);
    }
  }

  /** Of an outcome that is no success. */
  private static Fault fault(Outcome outcome) {
    Failure failure = outcome.failure();
    int line = failure == null ? 0 : failure.line();
    return switch (outcome.ending()) {
      case REJECTED -> Fault.of(Fault.Kind.REFUSED);
      case WALL_TIME, CPU_TIME -> new Fault(Fault.Kind.TOO_LATE, "", line);
      case MEMORY -> new Fault(Fault.Kind.TOO_MUCH_MEMORY, "", line);
      case OUTPUT -> Fault.of(Fault.Kind.TOO_MUCH_OUTPUT);
      case CRASHED -> Fault.of(Fault.Kind.CRASHED);
      case COMPLETED, FAILED -> failure == null ? Fault.of(Fault.Kind.EXITED) : fault(failure);
    };
  }

  private static Fault fault(Failure failure) {
    boolean memory = failure.type().equals("MemoryError");
    return new Fault(
        memory ? Fault.Kind.TOO_MUCH_MEMORY : Fault.Kind.RAISED, failure.type(), failure.line());
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

  private static boolean isLate(Outcome outcome) {
    return outcome.ending() == Ending.WALL_TIME || outcome.ending() == Ending.CPU_TIME;
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
