package dev.nightshift.doctor;

/**
 * What a check came to.
 *
 * @param status of what was looked at
 * @param seen what was seen, in a sentence
 * @param fix what to do about it; empty when there is nothing to do
 */
public record Verdict(Status status, String seen, String fix) {
  /** How it is. */
  public enum Status {
    OK,
    /** It works, and something about it will hurt. */
    WARN,
    /** It does not work. */
    FAIL,
    /** It was not looked at; {@code seen} says why. */
    SKIPPED
  }

  public Verdict {
    if (seen.isBlank()) {
      throw new IllegalArgumentException("a verdict says what was seen");
    }
  }

  static Verdict ok(String seen) {
    return new Verdict(Status.OK, seen, "");
  }

  static Verdict warn(String seen, String fix) {
    return new Verdict(Status.WARN, seen, fix);
  }

  static Verdict fail(String seen, String fix) {
    return new Verdict(Status.FAIL, seen, fix);
  }

  static Verdict skipped(String why) {
    return new Verdict(Status.SKIPPED, why, "");
  }
}
