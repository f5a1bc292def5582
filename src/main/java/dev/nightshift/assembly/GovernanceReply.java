package dev.nightshift.assembly;

import dev.nightshift.governance.GovernanceAnswer;
import dev.nightshift.governance.GovernanceReport;
import dev.nightshift.governance.TimelineEntry;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the pipeline governs itself. What was not asked for is null or empty.
 *
 * @param state REPORTED, LISTED, ANSWERED, or NOTHING_TO_DO when there is no report yet
 * @param report the new or the newest report
 * @param reports all of them, newest first
 * @param timeline what happened, oldest first
 * @param answer to a question
 */
public record GovernanceReply(
    String state,
    @Nullable GovernanceReport report,
    List<Summary> reports,
    List<TimelineEntry> timeline,
    @Nullable GovernanceAnswer answer)
    implements Reply {
  public GovernanceReply {
    reports = List.copyOf(reports);
    timeline = List.copyOf(timeline);
  }

  /**
   * A report in short.
   *
   * @param systemStatus in a word
   * @param file its name in the home's {@code code/reports}
   */
  public record Summary(
      String id,
      Instant time,
      String trigger,
      String systemStatus,
      int attempts,
      int failed,
      int runs,
      int solved,
      String file) {
    static Summary of(GovernanceReport report) {
      return new Summary(
          report.id(),
          report.time(),
          report.trigger(),
          report.systemStatus().state(),
          report.analysis().attempts(),
          report.analysis().failed(),
          report.analysis().runs(),
          report.analysis().solved(),
          report.fileName());
    }
  }

  static GovernanceReply reported(GovernanceReport report) {
    return new GovernanceReply("REPORTED", report, List.of(), List.of(), null);
  }

  static GovernanceReply noReport() {
    return new GovernanceReply("NOTHING_TO_DO", null, List.of(), List.of(), null);
  }

  static GovernanceReply reports(List<GovernanceReport> reports) {
    return new GovernanceReply(
        "LISTED", null, reports.stream().map(Summary::of).toList(), List.of(), null);
  }

  /** What happened. */
  public static GovernanceReply timeline(List<TimelineEntry> timeline) {
    return new GovernanceReply("LISTED", null, List.of(), timeline, null);
  }

  static GovernanceReply answered(GovernanceAnswer answer) {
    return new GovernanceReply("ANSWERED", null, List.of(), List.of(), answer);
  }
}
