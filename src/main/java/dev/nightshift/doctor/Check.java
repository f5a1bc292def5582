package dev.nightshift.doctor;

/**
 * One thing to look at.
 *
 * @param name in a word or two
 * @param why it matters, in a sentence
 * @param examination does it
 */
public record Check(String name, String why, Examination examination) {
  /** Looks; may throw, which is a failed check. */
  @FunctionalInterface
  public interface Examination {
    /** What was seen. */
    Verdict look() throws Exception;
  }
}
