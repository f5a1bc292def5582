package dev.nightshift.generation;

import dev.nightshift.serving.AnswerListener;
import dev.nightshift.serving.ServingException;
import java.time.Duration;

/**
 * What a model is asked.
 *
 * @param text the words
 * @param maxTokens most tokens of the answer, at least 1
 * @param author who asks
 * @param timeout from acceptance to the last token, a repair included
 * @param listener ends an answer that nobody wants any more
 */
public record Prompt(
    String text, int maxTokens, String author, Duration timeout, AnswerListener listener) {
  /** What is asked by somebody who waits for it. */
  public Prompt(String text, int maxTokens, String author, Duration timeout) {
    this(text, maxTokens, author, timeout, AnswerListener.NONE);
  }

  /** The same in other words. */
  Prompt saying(String words) {
    return new Prompt(words, maxTokens, author, timeout, listener);
  }

  /**
   * The same in no more than the time that is left.
   *
   * @throws ServingException TIMEOUT when none is
   */
  Prompt within(Duration left) {
    if (!left.isPositive()) {
      throw new ServingException(
          ServingException.Code.TIMEOUT, "the time was up before the second model was asked");
    }
    return left.compareTo(timeout) < 0 ? new Prompt(text, maxTokens, author, left, listener) : this;
  }
}
