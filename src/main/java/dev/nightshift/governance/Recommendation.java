package dev.nightshift.governance;

/**
 * What to do about a pattern.
 *
 * @param issue which
 * @param count attempts that showed it
 * @param description what happened, with numbers
 * @param fix what to do
 * @param severity how much it costs
 * @param autoFixable whether a sentence of the instructions can help, so that a better prompt may
 *     be tried for it without a person
 */
public record Recommendation(
    FailureCategory issue,
    int count,
    String description,
    String fix,
    Severity severity,
    boolean autoFixable) {
  Recommendation withoutDescription() {
    return new Recommendation(issue, count, ActionItem.FORGOTTEN, fix, severity, autoFixable);
  }
}
