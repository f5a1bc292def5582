package dev.nightshift.governance;

/** Puts facts into words, such as a language model does. What it says is checked. */
@FunctionalInterface
public interface Phrasing {
  /**
   * An answer in other words.
   *
   * @param question that was asked
   * @param answer right, in fixed sentences
   */
  String phrase(String question, String answer);
}
