package dev.nightshift.governance;

import dev.nightshift.codeloop.Attempt;
import dev.nightshift.codeloop.RowResult;
import dev.nightshift.codeloop.RunStart;
import dev.nightshift.sandbox.Finding;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What is written down about an attempt, for a person. */
final class AttemptText {
  /** Lines of the program shown before and after the one that failed. */
  private static final int AROUND = 3;

  private AttemptText() {}

  /** What went wrong in a run: the rows, the tracebacks, the code around the line, all of it. */
  static String error(RunStart run, Attempt attempt, List<AttemptProblem> problems) {
    StringBuilder text = new StringBuilder(head(run, attempt));
    for (AttemptProblem problem : problems) {
      text.append("\nfailure: ").append(problem.category().word());
      text.append(problem.detail().isEmpty() ? "" : " (" + problem.detail() + ")");
      text.append(problem.rows() == 0 ? "" : ", rows: " + problem.rows()).append('\n');
      text.append(around(attempt.source(), problem.line()));
    }
    text.append("\nrows:\n");
    attempt.judgement().rows().forEach(row -> text.append(line(row)));
    if (!attempt.judgement().testsPassed()) {
      text.append("  the tests: ").append(attempt.judgement().testProblem()).append('\n');
    }
    if (!attempt.judgement().errors().isBlank()) {
      text.append("\nstandard error:\n").append(attempt.judgement().errors().stripTrailing());
      text.append('\n');
    }
    return text.append("\nprogram:\n").append(numbered(attempt.source(), Set.of())).toString();
  }

  /** What was found in a program that was therefore not run. */
  static String validation(RunStart run, Attempt attempt) {
    StringBuilder text = new StringBuilder(head(run, attempt));
    for (Finding finding : attempt.judgement().findings()) {
      text.append(
          String.format(
              Locale.ROOT,
              "%nline %d, column %d: %s: %s%n",
              finding.line(),
              finding.column(),
              finding.code(),
              finding.message()));
      text.append(around(attempt.source(), finding.line()));
    }
    Set<Integer> marked =
        attempt.judgement().findings().stream()
            .map(Finding::line)
            .collect(Collectors.toCollection(TreeSet::new));
    return text.append("\nprogram:\n").append(numbered(attempt.source(), marked)).toString();
  }

  private static String head(RunStart run, Attempt attempt) {
    long passed = attempt.judgement().rows().stream().filter(RowResult::passed).count();
    return String.format(
        Locale.ROOT,
        "run: %s%ntask: %s%nattempt: %d, round %d%s%ninstructions: version %d%nrows passed: %d of"
            + " %d%n",
        run.id(),
        run.task().id(),
        attempt.number(),
        attempt.round(),
        attempt.parent() == 0 ? "" : ", repairs " + attempt.parent(),
        run.instructions().version(),
        passed,
        attempt.judgement().rows().size());
  }

  private static String line(RowResult row) {
    String came = row.output().isEmpty() ? row.problem() : row.output();
    return String.format(
        Locale.ROOT,
        "  %s %s%s: %s%s%n",
        row.passed() ? "pass" : "FAIL",
        row.row().id(),
        row.row().hidden() ? " (hidden)" : "",
        came,
        row.passed() ? "" : ", expected " + row.row().expected());
  }

  private static String around(String source, int line) {
    List<String> lines = source.lines().toList();
    if (line < 1 || line > lines.size()) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    for (int i = Math.max(1, line - AROUND); i <= Math.min(lines.size(), line + AROUND); i++) {
      text.append(numbered(lines.get(i - 1), i, i == line));
    }
    return text.toString();
  }

  private static String numbered(String source, Set<Integer> marked) {
    List<String> lines = source.lines().toList();
    StringBuilder text = new StringBuilder();
    for (int i = 1; i <= lines.size(); i++) {
      text.append(numbered(lines.get(i - 1), i, marked.contains(i)));
    }
    return text.toString();
  }

  private static String numbered(String line, int number, boolean marked) {
    return String.format(Locale.ROOT, "%s%4d | %s%n", marked ? ">" : " ", number, line);
  }
}
