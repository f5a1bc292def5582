package dev.nightshift.scope;

import java.util.List;
import java.util.Locale;

/**
 * Whether an adapter may answer a question.
 *
 * @param inScope true when it may
 * @param similarity cosine of the question and the training question that decided, -1 to 1
 * @param score the similarity with what names, numbers and question words add or take; what the
 *     threshold is compared with
 * @param nearestQuestion the training question that decided
 * @param taught what goes with the training questions that the question is near to; empty when the
 *     scope does not know or none is near
 */
public record Decision(
    boolean inScope,
    double similarity,
    double score,
    String nearestQuestion,
    List<TaughtAnswer> taught) {
  public Decision {
    taught = List.copyOf(taught);
  }

  /**
   * Whether the adapter's reply is one of those it was taught; true when that is not known.
   *
   * @param question what was decided about
   */
  public boolean isTaught(String question, String reply) {
    return taught.isEmpty() || taught.stream().anyMatch(answer -> answer.saidBy(question, reply));
  }

  /** Whether an answer is, word for word, one that goes with a near training question. */
  public boolean learned(String answer) {
    return taught.stream().anyMatch(lesson -> lesson.is(answer));
  }

  /** Why, in words for a person. */
  public String reason() {
    return String.format(
        Locale.ROOT,
        "%s scope: %.2f like the trained question \"%s\"",
        inScope ? "in" : "out of",
        score,
        nearestQuestion);
  }
}
