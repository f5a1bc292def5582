package dev.nightshift.exchange;

import java.util.List;

/**
 * A token of an answer, and what the model thought of it.
 *
 * @param text what it stands for
 * @param logProbability natural logarithm of its probability
 * @param likeliest the most probable tokens in its place, the most probable first; empty unless
 *     they were asked for
 */
public record WrittenToken(TokenText text, double logProbability, List<Likely> likeliest) {
  /**
   * A token that might have stood there.
   *
   * @param text what it stands for
   * @param logProbability natural logarithm of its probability
   */
  public record Likely(TokenText text, double logProbability) {}

  public WrittenToken {
    likeliest = List.copyOf(likeliest);
  }

  /** One of which nothing else was asked. */
  public static WrittenToken of(String text, double logProbability) {
    return new WrittenToken(TokenText.of(text), logProbability, List.of());
  }
}
