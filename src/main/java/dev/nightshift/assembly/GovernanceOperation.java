package dev.nightshift.assembly;

import dev.nightshift.governance.Governance;
import java.time.Duration;

/** Reports, and answers questions about what failed. */
final class GovernanceOperation {
  private GovernanceOperation() {}

  static GovernanceReply run(Pipeline pipeline, GovernanceRequest request) {
    Governance governance = pipeline.code.governance();
    Long since = request.sinceMs();
    Duration lookback = since == null ? governance.window() : Duration.ofMillis(since);
    return switch (request.wanted()) {
      case REPORT -> GovernanceReply.reported(governance.report(lookback));
      case LAST ->
          governance.last().map(GovernanceReply::reported).orElseGet(GovernanceReply::noReport);
      case REPORTS -> GovernanceReply.reports(governance.reports());
      case TIMELINE -> GovernanceReply.timeline(governance.timeline());
      case ASK -> GovernanceReply.answered(governance.ask(String.valueOf(request.question())));
    };
  }
}
