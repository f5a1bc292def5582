package dev.nightshift.inference;

import java.util.List;

/**
 * An answer.
 *
 * @param text without the end token and without what stopped it
 * @param logProbabilities natural logarithm of the probability that the model (at temperature 1)
 *     gave each token of the text
 * @param promptTokens length of the prompt
 * @param answerTokens tokens generated, the end token included
 * @param finishReason why it ended
 * @param tokens ids of the tokens of the text, one for each log-probability
 */
public record Completion(
    String text,
    List<Double> logProbabilities,
    int promptTokens,
    int answerTokens,
    FinishReason finishReason,
    List<Integer> tokens) {

  /** Why an answer ended. */
  public enum FinishReason {
    /** The model ended it, or a stop text came. */
    STOP,
    /** The most tokens were written, or the context is full. */
    LENGTH
  }

  public Completion {
    logProbabilities = List.copyOf(logProbabilities);
    tokens = List.copyOf(tokens);
  }

  /** Geometric mean of the tokens' probabilities; 0 for an empty answer. */
  public double confidence() {
    return logProbabilities.isEmpty()
        ? 0
        : Math.exp(
            logProbabilities.stream().mapToDouble(Double::doubleValue).average().orElseThrow());
  }
}
