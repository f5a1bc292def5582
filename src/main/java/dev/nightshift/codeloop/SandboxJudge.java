package dev.nightshift.codeloop;

import dev.nightshift.sandbox.CallResult;
import dev.nightshift.sandbox.Entry;
import dev.nightshift.sandbox.Failure;
import dev.nightshift.sandbox.Finding;
import dev.nightshift.sandbox.Limits;
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
import java.util.Map;

/** Runs programs in the sandbox on the rows of their tasks. Thread-safe. */
public final class SandboxJudge implements Judge {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Characters of standard error that are kept of a program. */
  private static final int MOST_ERRORS = 16_000;

  /** Runs that may be too late without any result before those for other rows are spared. */
  private static final int MOST_LATE = 3;

  /** The same for runs that end in another way. */
  private static final int MOST_DEAD = 2;

  private static final Duration UNHURRIED = Duration.ofDays(1);

  /** Why a row was not tried whose turn came after the end of the time there is. */
  private static final String OVER = "not run: the time for all of it was over";

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
    return judge(task, source, UNHURRIED);
  }

  @Override
  public Judgement judge(CodeTask task, String source, Duration most) {
    Trial trial = new Trial(task, source, most);
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
    private final long start = System.nanoTime();
    private final Duration most;

    Trial(CodeTask task, String source, Duration most) {
      this.task = task;
      this.most = most;
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
      for (int dead = 0; !left.isEmpty() && !over(); ) {
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
        String problem = OutcomeWords.problem(outcome);
        lastFault = OutcomeWords.fault(outcome);
        results.put(left.getFirst(), RowResult.failed(left.getFirst(), problem, lastFault));
        left = left.subList(1, left.size());
        if (!findings.isEmpty() || dead == (OutcomeWords.isLate(outcome) ? MOST_LATE : MOST_DEAD)) {
          hopeless = problem;
        }
      }
    }

    void feed() {
      int late = 0;
      for (Row row : task.rows()) {
        if (!over()) {
          Outcome outcome = run(new Entry.Script(row.input()));
          results.put(row, printed(row, outcome));
          lastFault = OutcomeWords.fault(outcome);
          late = OutcomeWords.isLate(outcome) ? late + 1 : 0;
          hopeless = !findings.isEmpty() || late == MOST_LATE ? OutcomeWords.problem(outcome) : "";
        }
      }
    }

    private RowResult printed(Row row, Outcome outcome) {
      if (!outcome.succeeded()) {
        return RowResult.failed(row, OutcomeWords.problem(outcome), OutcomeWords.fault(outcome));
      }
      String output = outcome.output();
      if (comparison.ofTexts(row.expected(), output)) {
        return RowResult.passed(row, OutcomeWords.shortened(output));
      }
      Fault.Kind kind =
          OutputForm.onlyForm(row.expected(), output)
              ? Fault.Kind.WRONG_FORM
              : Fault.Kind.WRONG_VALUE;
      return output.isBlank()
          ? RowResult.failed(row, "printed nothing", Fault.of(kind))
          : RowResult.other(row, OutcomeWords.shortened(output), kind);
    }

    private Outcome run(Entry entry) {
      Outcome outcome = timed(new Program(source, entry, validation));
      if (findings.isEmpty()) {
        findings = outcome.findings();
      }
      return outcome;
    }

    private Outcome timed(Program program) {
      Outcome outcome = sandbox.run(program, within(task.limits(), left()));
      time = time.plus(outcome.usage().wall());
      int room = MOST_ERRORS - errors.length();
      errors.append(outcome.errors(), 0, Math.clamp(outcome.errors().length(), 0, room));
      return outcome;
    }

    private static Limits within(Limits limits, Duration left) {
      if (left.compareTo(limits.wall()) >= 0) {
        return limits;
      }
      Duration wall = left.toMillis() < 1 ? Duration.ofMillis(1) : left;
      return limits.within(wall, wall.compareTo(limits.cpu()) < 0 ? wall : limits.cpu());
    }

    private Duration left() {
      return most.minus(Duration.ofNanos(System.nanoTime() - start));
    }

    /** Gives up the rows that are left when their time is over. */
    private boolean over() {
      if (hopeless.isEmpty() && !left().isPositive()) {
        hopeless = OVER;
        lastFault = Fault.of(Fault.Kind.TOO_LATE);
      }
      return !hopeless.isEmpty();
    }

    private RowResult called(Row row, CallResult result, Outcome outcome) {
      CallResult.Value value = result.value();
      Failure failure = result.failure();
      if (value == null) {
        return failure == null
            ? RowResult.failed(row, "no value", Fault.of(Fault.Kind.EXITED))
            : RowResult.failed(row, OutcomeWords.inWords(failure), OutcomeWords.fault(failure));
      }
      String json = value.json();
      if (json != null && comparison.ofValues(row.expected(), json)) {
        return RowResult.passed(row, OutcomeWords.shortened(value.text()));
      }
      boolean printed = "null".equals(json) && !outcome.output().isBlank();
      // NaN and infinities are no JSON, and numbers all the same.
      String known = json == null && value.type().equals("float") ? "0.5" : json;
      boolean fits = known != null && form.fits(known) && !printed;
      return RowResult.other(
          row,
          OutcomeWords.shortened(value.text()),
          fits ? Fault.Kind.WRONG_VALUE : Fault.Kind.WRONG_FORM);
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
      if (over() && hopeless.equals(OVER)) {
        testFault = lastFault;
        return OVER;
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
      testFault = ended ? Fault.NONE : OutcomeWords.fault(outcome);
      return ended ? "" : OutcomeWords.problem(outcome);
    }
  }
}
