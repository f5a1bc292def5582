package dev.nightshift.inference;

import java.util.List;

/**
 * A token of an answer.
 *
 * @param id in the vocabulary
 * @param logProbability natural logarithm of the probability that the model (at temperature 1) gave
 *     it, among all tokens
 * @param likeliest the most probable tokens in its place, the most probable first; as many as the
 *     request wants
 */
public record AnswerToken(int id, double logProbability, List<Likely> likeliest) {
  /**
   * A token that might have stood there, whatever a constraint says.
   *
   * @param id in the vocabulary
   * @param logProbability as the answer's own
   */
  public record Likely(int id, double logProbability) {}

  public AnswerToken {
    likeliest = List.copyOf(likeliest);
  }
}
