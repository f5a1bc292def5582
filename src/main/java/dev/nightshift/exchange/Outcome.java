package dev.nightshift.exchange;

/**
 * Whether an answer counts as a success, and who said so.
 *
 * @param success true when the answer is believed to be right
 * @param cause what decided
 */
public record Outcome(boolean success, Cause cause) {
  /** What decided an outcome; a person's word wins over a verifier, a verifier over confidence. */
  public enum Cause {
    CONFIDENCE,
    VERIFIER,
    FEEDBACK
  }
}
