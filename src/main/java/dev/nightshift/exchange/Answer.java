package dev.nightshift.exchange;

import java.time.Duration;
import java.util.List;

/**
 * What a language model replied.
 *
 * @param text the reply, without special tokens
 * @param confidence geometric mean probability of the answer's tokens, 0 to 1; 0 when there are
 *     none
 * @param model name of the base model
 * @param adapter version of the adapter that answered, or {@link Exchange#BASE}
 * @param routing why that adapter (or the base) answered, in words for a person
 * @param latency time from acceptance to the last token, waiting included
 * @param promptTokens tokens read
 * @param answerTokens tokens written
 * @param logProbabilities natural log-probability of each answer token; empty if the backend has
 *     none
 * @param informed whether corrections stood in the prompt that it answers
 * @param finish why it ended
 * @param tokens its tokens, one for each of {@code logProbabilities}; empty if the backend does not
 *     say what they stand for
 */
public record Answer(
    String text,
    double confidence,
    String model,
    String adapter,
    String routing,
    Duration latency,
    int promptTokens,
    int answerTokens,
    List<Double> logProbabilities,
    boolean informed,
    Finish finish,
    List<WrittenToken> tokens) {

  /** Why an answer ended. */
  public enum Finish {
    /** The model ended it, or a stop text came. */
    STOP,
    /** As many tokens were written as were allowed, or as have room. */
    LENGTH
  }

  public Answer {
    if (!(confidence >= 0 && confidence <= 1)) {
      throw new IllegalArgumentException("confidence must be within 0 and 1: " + confidence);
    }
    logProbabilities = List.copyOf(logProbabilities);
    tokens = List.copyOf(tokens);
    if (!tokens.isEmpty() && tokens.size() != logProbabilities.size()) {
      throw new IllegalArgumentException(
          "%d tokens, but %d log-probabilities".formatted(tokens.size(), logProbabilities.size()));
    }
  }

  /** One that the model ended, of which the tokens are not known. */
  public Answer(
      String text,
      double confidence,
      String model,
      String adapter,
      String routing,
      Duration latency,
      int promptTokens,
      int answerTokens,
      List<Double> logProbabilities,
      boolean informed) {
    this(
        text,
        confidence,
        model,
        adapter,
        routing,
        latency,
        promptTokens,
        answerTokens,
        logProbabilities,
        informed,
        Finish.STOP,
        List.of());
  }

  /** To a prompt without corrections. */
  public Answer(
      String text,
      double confidence,
      String model,
      String adapter,
      String routing,
      Duration latency,
      int promptTokens,
      int answerTokens,
      List<Double> logProbabilities) {
    this(
        text,
        confidence,
        model,
        adapter,
        routing,
        latency,
        promptTokens,
        answerTokens,
        logProbabilities,
        false);
  }

  /**
   * The geometric mean probability of tokens with the given natural log-probabilities; 0 for none.
   */
  public static double confidence(List<Double> logProbabilities) {
    double mean =
        logProbabilities.stream()
            .mapToDouble(Double::doubleValue)
            .average()
            .orElse(Double.NEGATIVE_INFINITY);
    return Double.isNaN(mean) ? 0 : Math.min(1, Math.exp(mean));
  }
}
