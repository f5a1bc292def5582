package dev.nightshift.governance;

/**
 * Something to do.
 *
 * @param priority from 1, the most urgent first
 * @param issue what it is about: a pattern's name, {@code nights}, {@code questions} or {@code
 *     setting}
 * @param title in a few words
 * @param description why, with numbers
 * @param severity how much it costs to leave it
 * @param autoFixable whether it can be tried without a person
 * @param status {@code open}; {@code proposed} when a remedy waits for its test; {@code
 *     recommended} or {@code refuted} when its bench or its trial has said so; {@code adopted} when
 *     the instructions against it are in force
 * @param command what to run for it; empty for none
 */
public record ActionItem(
    int priority,
    String issue,
    String title,
    String description,
    Severity severity,
    boolean autoFixable,
    String status,
    String command) {
  /** Stands where something was said of runs that have been forgotten. */
  static final String FORGOTTEN = "(what it was about has been forgotten)";

  /** The same when the instructions that were proposed against it have been tried. */
  ActionItem after(String instructions) {
    boolean waits = autoFixable && status.equals("proposed");
    String now =
        switch (instructions) {
          case "adopted" -> "adopted";
          case "won" -> "recommended";
          case "rejected" -> "refuted";
          default -> status;
        };
    return waits
        ? new ActionItem(priority, issue, title, description, severity, autoFixable, now, command)
        : this;
  }

  ActionItem withoutDescription() {
    return new ActionItem(
        priority, issue, title, FORGOTTEN, severity, autoFixable, status, command);
  }
}
