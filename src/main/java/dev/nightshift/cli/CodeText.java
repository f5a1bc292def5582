package dev.nightshift.cli;

import dev.nightshift.assembly.CodeReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A programming task's run in words. */
final class CodeText {
  private static final int WIDEST_ID = 14;
  private static final int WIDEST = 34;
  private static final String FORMAT = "%-14s | %-34s | %-34s | %s";

  private CodeText() {}

  static List<String> lines(CodeReply r) {
    List<String> lines = new ArrayList<>();
    for (CodeReply.AttemptShown attempt : r.attempts()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "round %d, attempt %d%s: %3.0f %% of the rows%s, %.1f s of writing, %.2f s in the"
                  + " sandbox",
              attempt.round(),
              attempt.number(),
              attempt.parent() == 0 ? "" : " (repairs " + attempt.parent() + ")",
              100 * attempt.passRate(),
              attempt.testsPassed() ? "" : ", not the tests",
              attempt.writingMs() / 1e3,
              attempt.sandboxMs() / 1e3));
    }
    lines.add("");
    lines.add(heading());
    r.rows()
        .forEach(
            row ->
                lines.add(
                    row(
                        row.id(),
                        row.hidden(),
                        row.output().isEmpty() ? row.problem() : row.output(),
                        row.expected(),
                        row.passed())));
    if (!r.testsPassed()) {
      lines.add("the task's tests: " + r.testProblem());
    }
    lines.add("");
    lines.addAll(r.source().lines().toList());
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            "%s: %s after %d %s in %.1f s",
            r.task(),
            r.state().toLowerCase(Locale.ROOT),
            r.attempts().size(),
            r.attempts().size() == 1 ? "attempt" : "attempts",
            r.durationMs() / 1e3));
    return lines;
  }

  /** Above the rows. */
  static String heading() {
    return FORMAT.formatted("Data ID", "Script Output", "Ground Truth", "Agent Check");
  }

  /** One of them. */
  static String row(String id, boolean hidden, String output, String expected, boolean passed) {
    return FORMAT.formatted(
        shortened(id, WIDEST_ID),
        shortened(output, WIDEST),
        shortened(expected, WIDEST),
        (passed ? "pass" : "FAIL") + (hidden ? " (hidden)" : ""));
  }

  private static String shortened(String text, int most) {
    String one = text.strip().replace("\r", "").replace("\n", "\\n");
    return one.length() <= most ? one : one.substring(0, most - 1) + "…";
  }
}
