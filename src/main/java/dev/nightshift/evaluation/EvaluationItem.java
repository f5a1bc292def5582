package dev.nightshift.evaluation;

import org.jspecify.annotations.Nullable;

/**
 * A question whose right answer is known.
 *
 * @param question what is asked
 * @param keyword a word or phrase that a right reply contains; see {@link AnswerMatch#keyword}
 * @param answer a right answer; see {@link AnswerMatch#answer}; the keyword decides when both stand
 */
public record EvaluationItem(String question, @Nullable String keyword, @Nullable String answer) {
  private static final String FENCE = "```";
  private static final int MOST_OF_CODE = 1_000;

  /** Of code: fewer than of words, so that there is room. */
  private static final int CHARACTERS_IN_TOKEN = 2;

  private static final int SPARE = 16;

  public EvaluationItem {
    if (question.isBlank()) {
      throw new IllegalArgumentException("an evaluation item needs a question");
    }
    if (blank(keyword) && blank(answer)) {
      throw new IllegalArgumentException(
          "an evaluation item needs a keyword or an answer: " + question);
    }
  }

  /** An item judged by a keyword. */
  public static EvaluationItem keyword(String question, String keyword) {
    return new EvaluationItem(question, keyword, null);
  }

  /** An item judged by a whole answer. */
  public static EvaluationItem answer(String question, String answer) {
    return new EvaluationItem(question, null, answer);
  }

  /** Whether a reply is right. */
  public boolean accepts(String reply) {
    if (keyword != null && !keyword.isBlank()) {
      return AnswerMatch.keyword(reply, keyword);
    }
    return answer != null && AnswerMatch.answer(question, answer, reply);
  }

  /**
   * Whether a reply that was cut off is right as far as it goes: it is right already, or the
   * beginning of the known answer.
   */
  public boolean acceptsBeginning(String reply) {
    return accepts(reply) || (answer != null && AnswerMatch.beginning(answer, reply));
  }

  /**
   * Tokens that a reply needs to be judged: an answer with a block of code is nothing before its
   * end, other answers say what they have to say within the limit.
   */
  int tokens(int limit) {
    return answer == null || !answer.contains(FENCE)
        ? limit
        : Math.max(limit, Math.min(MOST_OF_CODE, answer.length() / CHARACTERS_IN_TOKEN + SPARE));
  }

  private static boolean blank(@Nullable String text) {
    return text == null || text.isBlank();
  }
}
