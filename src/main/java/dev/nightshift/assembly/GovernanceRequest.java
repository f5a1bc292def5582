package dev.nightshift.assembly;

import org.jspecify.annotations.Nullable;

/**
 * A look at how the pipeline governs itself.
 *
 * @param wanted what is wanted
 * @param sinceMs how far back a new report looks, in milliseconds; null: as configured
 * @param question of ASK
 */
public record GovernanceRequest(Wanted wanted, @Nullable Long sinceMs, @Nullable String question)
    implements Request {
  /** What is wanted. */
  public enum Wanted {
    /** A new report. */
    REPORT,
    LAST,
    REPORTS,
    TIMELINE,
    ASK
  }

  public GovernanceRequest {
    if (wanted == null) {
      throw new IllegalArgumentException("action must be REPORT, LAST, REPORTS, TIMELINE or ASK");
    }
    if (sinceMs != null && sinceMs < 1) {
      throw new IllegalArgumentException("since_ms must be above 0: " + sinceMs);
    }
    if (wanted == Wanted.ASK && (question == null || question.isBlank())) {
      throw new IllegalArgumentException("a question must not be empty");
    }
  }

  /** Without anything to be said of it. */
  public GovernanceRequest(Wanted wanted) {
    this(wanted, null, null);
  }
}
