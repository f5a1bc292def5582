package dev.nightshift.scope;

import java.util.Locale;

/**
 * Whether an adapter may answer a question.
 *
 * @param inScope true when it may
 * @param similarity cosine of the question and the training question that decided, -1 to 1
 * @param score the similarity with what names, numbers and question words add or take; what the
 *     threshold is compared with
 * @param nearestQuestion the training question that decided
 */
public record Decision(boolean inScope, double similarity, double score, String nearestQuestion) {

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
