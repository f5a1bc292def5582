package dev.nightshift.serving;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Decides which questions an adapter may answer. */
@FunctionalInterface
interface AnswerScope {
  /** Takes whatever an adapter says. */
  Predicate<String> ANY_REPLY = reply -> true;

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
   * @param learned whether an answer is one of those that go with this question, word for word;
   *     null when it is not known what the adapter was taught
   */
  record Ruling(
      boolean within, String why, Predicate<String> taught, @Nullable Predicate<String> learned) {
    /** Whatever the adapter says will do, and nothing is known of what it was taught. */
    Ruling(boolean within, String why) {
      this(within, why, ANY_REPLY, null);
    }
  }
}
