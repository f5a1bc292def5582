package dev.nightshift.serving;

/** Decides which questions an adapter may answer. */
@FunctionalInterface
interface AnswerScope {
  /** Whether this question is one of them. */
  Ruling judge(String question);

  /** The scope of an adapter that was trained without one. */
  static AnswerScope everything() {
    return question -> new Ruling(true, "the adapter has no scope and answers everything");
  }

  /**
   * What was decided.
   *
   * @param within whether the adapter may answer
   * @param why in words
   */
  record Ruling(boolean within, String why) {}
}
