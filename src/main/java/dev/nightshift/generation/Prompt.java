package dev.nightshift.generation;

import java.time.Duration;

/**
 * What a model is asked.
 *
 * @param text the words
 * @param maxTokens most tokens of the answer, at least 1
 * @param author who asks
 * @param timeout from acceptance to the last token, a repair included
 */
public record Prompt(String text, int maxTokens, String author, Duration timeout) {
  /** The same in other words. */
  Prompt saying(String words) {
    return new Prompt(words, maxTokens, author, timeout);
  }
}
