package dev.nightshift.inference;

import java.util.List;

/**
 * An answer.
 *
 * @param text without the end token and without what stopped it
 * @param promptTokens length of the prompt
 * @param answerTokens tokens generated, the end token included
 * @param finishReason why it ended
 * @param tokens of the text
 */
public record Completion(
    String text,
    int promptTokens,
    int answerTokens,
    FinishReason finishReason,
    List<AnswerToken> tokens) {

  /** Why an answer ended. */
  public enum FinishReason {
    /** The model ended it, or a stop text came. */
    STOP,
    /** The most tokens were written, or the context is full. */
    LENGTH
  }

  public Completion {
    tokens = List.copyOf(tokens);
  }

  /** The tokens' log-probabilities. */
  public List<Double> logProbabilities() {
    return tokens.stream().map(AnswerToken::logProbability).toList();
  }

  /** Geometric mean of the tokens' probabilities; 0 for an empty answer. */
  public double confidence() {
    return tokens.isEmpty()
        ? 0
        : Math.exp(
            tokens.stream().mapToDouble(AnswerToken::logProbability).average().orElseThrow());
  }
}
