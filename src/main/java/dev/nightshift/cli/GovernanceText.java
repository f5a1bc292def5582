package dev.nightshift.cli;

import dev.nightshift.assembly.GovernanceReply;
import dev.nightshift.governance.GovernanceAnswer;
import dev.nightshift.governance.GovernanceReport;
import dev.nightshift.governance.ReportText;
import dev.nightshift.governance.TimelineEntry;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How the pipeline governs itself, in words. */
final class GovernanceText {
  private GovernanceText() {}

  static List<String> lines(GovernanceReply reply) {
    GovernanceReport report = reply.report();
    GovernanceAnswer answer = reply.answer();
    if (report != null) {
      return ReportText.lines(report);
    }
    if (answer != null) {
      return answered(answer);
    }
    if (reply.state().equals("NOTHING_TO_DO")) {
      return List.of("there is no report yet; pipeline governance report writes one");
    }
    List<String> lines = new ArrayList<>();
    reply.reports().forEach(one -> lines.add(line(one)));
    reply.timeline().forEach(one -> lines.add(line(one)));
    return lines.isEmpty() ? List.of("nothing yet") : lines;
  }

  private static List<String> answered(GovernanceAnswer answer) {
    List<String> lines = new ArrayList<>(answer.answer().lines().toList());
    if (!answer.citations().isEmpty()) {
      lines.add("");
      lines.add("from code/" + String.join(", code/", answer.citations()));
    }
    return lines;
  }

  private static String line(GovernanceReply.Summary report) {
    return String.format(
        Locale.ROOT,
        "%s  %-8s  %d of %d attempts failed, %d of %d runs solved  (%s)  %s",
        report.time().truncatedTo(ChronoUnit.SECONDS),
        report.systemStatus(),
        report.failed(),
        report.attempts(),
        report.solved(),
        report.runs(),
        report.trigger(),
        report.file());
  }

  private static String line(TimelineEntry entry) {
    return String.format(
        Locale.ROOT,
        "%s  %-8s  %s: %s%s",
        entry.time().truncatedTo(ChronoUnit.SECONDS),
        entry.kind(),
        entry.subject(),
        entry.text(),
        entry.artifact().isEmpty() ? "" : "  code/" + entry.artifact());
  }
}
