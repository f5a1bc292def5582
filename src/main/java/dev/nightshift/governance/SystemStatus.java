package dev.nightshift.governance;

/**
 * How things stand in a word and two rates.
 *
 * @param state {@code idle} when nothing ran, {@code critical} when a pattern is and no run was
 *     solved, {@code degraded} when a pattern is high or critical or a night ended badly, else
 *     {@code healthy}
 * @param runs runs that were solved, of those that are over
 * @param attempts attempts that passed
 */
public record SystemStatus(String state, Rate runs, Rate attempts) {
  static SystemStatus of(FailureAnalysis analysis, boolean badNights) {
    Rate runs = Rate.of(analysis.solved(), analysis.finished());
    Rate attempts = Rate.of(analysis.attempts() - analysis.failed(), analysis.attempts());
    return new SystemStatus(state(analysis, badNights), runs, attempts);
  }

  private static String state(FailureAnalysis analysis, boolean badNights) {
    boolean critical = has(analysis, Severity.CRITICAL);
    if (critical && analysis.solved() == 0) {
      return "critical";
    }
    if (critical || has(analysis, Severity.HIGH) || badNights) {
      return "degraded";
    }
    return analysis.attempts() == 0 ? "idle" : "healthy";
  }

  private static boolean has(FailureAnalysis analysis, Severity severity) {
    return analysis.recommendations().stream().anyMatch(one -> one.severity() == severity);
  }
}
