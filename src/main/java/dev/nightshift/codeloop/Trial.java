package dev.nightshift.codeloop;

import dev.nightshift.sandbox.Entry;
import dev.nightshift.sandbox.Finding;
import dev.nightshift.sandbox.Limits;
import dev.nightshift.sandbox.Outcome;
import dev.nightshift.sandbox.Program;
import dev.nightshift.sandbox.Sandbox;
import dev.nightshift.sandbox.Series;
import dev.nightshift.sandbox.Validation;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One program on its way through its rows and tests. */
final class Trial {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Characters of standard error that are kept of a program. */
  private static final int MOST_ERRORS = 16_000;

  /** Runs that may end without any result before those for other rows are spared. */
  private static final int MOST_DEAD = 2;

  /** Why a row was not tried whose turn came after the end of the time there is. */
  private static final Hopeless OVER =
      new Hopeless("not run: the time for all of it was over", Fault.of(Fault.Kind.TOO_LATE));

  private final Sandbox sandbox;
  private final CodeTask task;
  private final String source;
  private final Validation validation;
  private final RowVerdict verdict;
  private final long start = System.nanoTime();
  private final Duration most;

  /** Why none of it need be tried, once that is known: the program does not run. */
  private volatile @Nullable Hopeless refused;

  /**
   * @param most time for all of it
   */
  Trial(Sandbox sandbox, CodeTask task, String source, Duration most) {
    this.sandbox = sandbox;
    this.task = task;
    this.source = source;
    this.most = most;
    this.verdict = new RowVerdict(new Comparison(task.tolerance()), new OutputForm(task.rows()));
    this.validation =
        task.imports().isEmpty() ? sandbox.validation() : Validation.allowing(task.imports());
  }

  /**
   * Runs everything and says what came of it: shown rows first, so that in an interpreter which
   * serves several runs nothing that came later was known to them.
   *
   * @param atOnce interpreters at the same time
   * @param patience time after which one more is taken
   */
  Judgement judgement(int atOnce, Duration patience) {
    List<Part> parts = new ArrayList<>();
    List<Consumer<Series>> work = new ArrayList<>();
    switch (task.contract()) {
      case Contract.Function(String name, String _) -> call(name, parts, work);
      case Contract.StandardInput _ -> feed(parts, work);
    }
    Tests tests = new Tests();
    if (!task.tests().isBlank()) {
      parts.add(tests.part);
      work.add(tests::run);
    }
    new SideBySide<>(work, sandbox::series, Series::close).run(atOnce, patience);
    List<Finding> findings =
        parts.stream()
            .map(part -> part.findings)
            .filter(found -> !found.isEmpty())
            .findFirst()
            .orElse(List.of());
    if (!findings.isEmpty()) {
      // Whether they had begun before it was known that the program does not run is chance.
      parts.remove(tests.part);
    }
    return judgement(parts, tests, findings);
  }

  private Judgement judgement(List<Part> parts, Tests tests, List<Finding> findings) {
    Map<Row, RowResult> results = new HashMap<>();
    StringBuilder errors = new StringBuilder();
    Duration time = Duration.ZERO;
    for (Part part : parts) {
      results.putAll(part.results);
      int room = MOST_ERRORS - errors.length();
      errors.append(part.errors, 0, Math.clamp(part.errors.length(), 0, room));
      time = time.plus(part.time);
    }
    boolean refused = !findings.isEmpty() && !task.tests().isBlank();
    String problem = refused ? findings.getFirst().message() : tests.problem;
    return new Judgement(
        task.rows().stream().map(results::get).toList(),
        problem.isEmpty(),
        problem,
        findings,
        time,
        refused ? Fault.of(Fault.Kind.REFUSED) : tests.fault,
        errors.toString());
  }

  /**
   * What is hidden is run apart from what is shown: what a program keeps between calls is seen by
   * later ones, and of what shown rows come to models are told.
   */
  private void call(String function, List<Part> parts, List<Consumer<Series>> work) {
    List<Row> hidden = task.rows().stream().filter(Row::hidden).toList();
    for (List<Row> rows : List.of(task.shown(), hidden)) {
      if (!rows.isEmpty()) {
        Part part = new Part();
        parts.add(part);
        work.add(runs -> calls(part, runs, function, rows));
      }
    }
    if (task.rows().isEmpty()) {
      Part part = new Part();
      parts.add(part);
      work.add(runs -> part.run(runs, new Entry.Call(function, List.of())));
    }
  }

  private void calls(Part part, Series runs, String function, List<Row> rows) {
    List<Row> left = rows;
    @Nullable Hopeless hopeless = null;
    for (int dead = 0; !left.isEmpty(); ) {
      hopeless = hopeless == null ? spared() : hopeless;
      if (hopeless != null) {
        break;
      }
      List<String> inputs = left.stream().map(Row::input).toList();
      Outcome outcome = part.run(runs, new Entry.Call(function, inputs));
      int returned = Math.min(left.size(), outcome.results().size());
      for (int i = 0; i < returned; i++) {
        Row row = left.get(i);
        part.results.put(row, verdict.called(row, outcome.results().get(i), outcome));
      }
      left = left.subList(returned, left.size());
      if (returned > 0 || left.isEmpty()) {
        // What the next row came to may be the fault of those before it: it is run first now.
        dead = 0;
        continue;
      }
      dead++;
      Hopeless cause = Hopeless.of(outcome);
      part.failed(left.getFirst(), cause);
      left = left.subList(1, left.size());
      int enough = OutcomeWords.isLate(outcome) ? Hopeless.MOST_LATE : MOST_DEAD;
      hopeless = dead == enough ? cause : null;
    }
    for (Row row : left) {
      part.failed(row, Objects.requireNonNull(hopeless));
    }
  }

  /** Each row of a script is a run of its own. */
  private void feed(List<Part> parts, List<Consumer<Series>> work) {
    List<Row> rows =
        Stream.concat(task.shown().stream(), task.rows().stream().filter(Row::hidden)).toList();
    Hopeless.Lateness lateness = new Hopeless.Lateness(rows.size());
    for (int i = 0; i < rows.size(); i++) {
      int place = i;
      Row row = rows.get(i);
      Part part = new Part();
      parts.add(part);
      work.add(
          runs -> {
            @Nullable Hopeless spared = spared();
            @Nullable Hopeless hopeless = spared == null ? lateness.hopeless() : spared;
            if (hopeless != null) {
              part.failed(row, hopeless);
              return;
            }
            Outcome outcome = part.run(runs, new Entry.Script(row.input()));
            part.results.put(row, verdict.printed(row, outcome));
            lateness.ended(place, outcome);
          });
    }
  }

  private Duration left() {
    return most.minus(Duration.ofNanos(System.nanoTime() - start));
  }

  /** Why nothing more is tried; null while it is. */
  private @Nullable Hopeless spared() {
    @Nullable Hopeless known = refused;
    return known == null && !left().isPositive() ? OVER : known;
  }

  /** What is run by one thread, one after the other. */
  private final class Part {
    final Map<Row, RowResult> results = new HashMap<>();
    final StringBuilder errors = new StringBuilder();
    List<Finding> findings = List.of();
    Duration time = Duration.ZERO;

    Outcome run(Series runs, Entry entry) {
      Outcome outcome = run(runs, entry, "");
      if (!outcome.findings().isEmpty() && findings.isEmpty()) {
        findings = outcome.findings();
        refused = Hopeless.of(outcome);
      }
      return outcome;
    }

    Outcome run(Series runs, Entry entry, String tail) {
      Program program = new Program(source, entry, validation, tail);
      Outcome outcome = runs.run(program, within(task.limits(), left()));
      time = time.plus(outcome.usage().wall());
      int room = MOST_ERRORS - errors.length();
      errors.append(outcome.errors(), 0, Math.clamp(outcome.errors().length(), 0, room));
      return outcome;
    }

    void failed(Row row, Hopeless why) {
      results.put(row, RowResult.failed(row, why.problem(), why.fault()));
    }

    private static Limits within(Limits limits, Duration left) {
      if (left.compareTo(limits.wall()) >= 0) {
        return limits;
      }
      Duration wall = left.toMillis() < 1 ? Duration.ofMillis(1) : left;
      return limits.within(wall, wall.compareTo(limits.cpu()) < 0 ? wall : limits.cpu());
    }
  }

  /** What the tests say. That they came to their end is shown by a word nobody can guess. */
  private final class Tests {
    final Part part = new Part();
    String problem = "";
    Fault fault = Fault.NONE;

    void run(Series runs) {
      @Nullable Hopeless spared = spared();
      if (spared != null) {
        problem = spared.problem();
        fault = spared.fault();
        return;
      }
      String word = HexFormat.of().formatHex(RANDOM.generateSeed(16));
      // The program is looked at; what its tests do is the task's business.
      Outcome outcome =
          part.run(
              runs,
              new Entry.Script(""),
              "\n\n" + task.tests() + "\n\nimport sys\nsys.stdout.write(\"\\n" + word + "\\n\")\n");
      boolean ended = outcome.succeeded() && outcome.output().strip().endsWith(word);
      fault = ended ? Fault.NONE : OutcomeWords.fault(outcome);
      problem = ended ? "" : OutcomeWords.problem(outcome);
    }
  }
}
