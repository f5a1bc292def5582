package dev.nightshift.serving;

import java.time.Duration;
import java.util.List;

/**
 * How to generate.
 *
 * @param maxTokens most tokens to write
 * @param temperature 0 is greedy
 * @param topP nucleus share, 1 is off
 * @param seed of the sampler
 * @param stop texts that end the answer and are not part of it
 * @param timeout from acceptance, waiting included
 */
public record GenerationOptions(
    int maxTokens,
    double temperature,
    double topP,
    long seed,
    List<String> stop,
    Duration timeout) {
  public GenerationOptions {
    if (maxTokens < 1) {
      throw new IllegalArgumentException("maxTokens must be at least 1: " + maxTokens);
    }
    if (temperature < 0 || !(topP > 0 && topP <= 1)) {
      throw new IllegalArgumentException("temperature must be >= 0 and topP within (0, 1]");
    }
    stop = List.copyOf(stop);
  }

  /** Greedy, for repeatable answers. */
  public static GenerationOptions greedy(int maxTokens) {
    return new GenerationOptions(maxTokens, 0, 1, 0, List.of(), Duration.ofMinutes(2));
  }
}
