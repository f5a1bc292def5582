package dev.nightshift.serving;

import java.util.function.Predicate;

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
   * @param taught whether a reply of the adapter is one that it was taught; the base answers in the
   *     place of any other
   */
  record Ruling(boolean within, String why, Predicate<String> taught) {
    /** Whatever the adapter says will do. */
    Ruling(boolean within, String why) {
      this(within, why, reply -> true);
    }
  }
}
