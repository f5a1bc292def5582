package dev.nightshift.inference;

import java.util.List;

/**
 * The next part of an answer, which is final.
 *
 * @param text all of them together are the answer's; empty only at the end
 * @param tokens that begin in this part, or end the answer without a text; all of them together are
 *     the answer's
 */
public record AnswerPiece(String text, List<AnswerToken> tokens) {
  public AnswerPiece {
    tokens = List.copyOf(tokens);
  }
}
