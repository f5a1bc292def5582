package dev.nightshift.cli;

import dev.nightshift.assembly.CodeRunsReply;
import dev.nightshift.coderuns.AttemptReport;
import dev.nightshift.coderuns.RunReport;
import dev.nightshift.coderuns.RunSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Runs of the code loop in words. */
final class CodeRunsText {
  private CodeRunsText() {}

  static List<String> lines(CodeRunsReply reply) {
    List<String> lines = new ArrayList<>();
    if (reply.runs().isEmpty()) {
      lines.add("no runs");
    }
    reply.runs().forEach(run -> lines.add(line(run)));
    RunReport report = reply.run();
    if (report != null) {
      report.attempts().forEach(attempt -> lines.add(line(attempt)));
      lines.add("");
      lines.addAll(report.source().lines().toList());
    }
    return lines;
  }

  private static String line(RunSummary run) {
    return String.format(
        Locale.ROOT,
        "%s  %s  %s: %d attempts, the best %.0f %% of the rows%s",
        run.id(),
        run.owner(),
        run.state().name().toLowerCase(Locale.ROOT),
        run.attempts(),
        100 * run.passRate(),
        run.problem().isEmpty() ? "" : "; " + run.problem());
  }

  private static String line(AttemptReport attempt) {
    return String.format(
        Locale.ROOT,
        "  round %d, attempt %d%s: %d of %d rows%s%s%s",
        attempt.round(),
        attempt.number(),
        attempt.parent() == 0 ? "" : " (repairs " + attempt.parent() + ")",
        attempt.rowsPassed(),
        attempt.rows(),
        attempt.testsPassed() ? "" : ", not the tests",
        attempt.growth() == null ? "" : ", time " + attempt.growth(),
        attempt.problems().isEmpty() ? "" : "; " + attempt.problems().getFirst());
  }
}
