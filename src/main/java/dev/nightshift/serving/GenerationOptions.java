package dev.nightshift.serving;

import dev.nightshift.grammar.Constraint;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How to generate.
 *
 * @param maxTokens most tokens to write
 * @param temperature 0 is greedy
 * @param topP nucleus share, 1 is off
 * @param seed of the sampler
 * @param stop texts that end the answer and are not part of it
 * @param timeout from acceptance, waiting included
 * @param constraint what the answer must be; null is anything. Not together with {@code stop}
 * @param topTokens of how many of the most probable tokens in each place the answer tells, 0 to
 *     {@value #MOST_TOP_TOKENS}
 */
public record GenerationOptions(
    int maxTokens,
    double temperature,
    double topP,
    long seed,
    List<String> stop,
    Duration timeout,
    @Nullable Constraint constraint,
    int topTokens) {
  /** More is asked of no server. */
  public static final int MOST_TOP_TOKENS = 20;

  private static final Duration UNHURRIED = Duration.ofMinutes(30);

  public GenerationOptions {
    if (maxTokens < 1) {
      throw new IllegalArgumentException("maxTokens must be at least 1: " + maxTokens);
    }
    if (temperature < 0 || !(topP > 0 && topP <= 1)) {
      throw new IllegalArgumentException("temperature must be >= 0 and topP within (0, 1]");
    }
    if (topTokens < 0 || topTokens > MOST_TOP_TOKENS) {
      throw new IllegalArgumentException(
          "topTokens must be within 0 and " + MOST_TOP_TOKENS + ": " + topTokens);
    }
    stop = List.copyOf(stop);
    if (constraint != null && !stop.isEmpty()) {
      throw new IllegalArgumentException(
          "a stop text would cut an answer that a constraint keeps whole: use one of them");
    }
  }

  /** For an answer that may be anything. */
  public GenerationOptions(
      int maxTokens,
      double temperature,
      double topP,
      long seed,
      List<String> stop,
      Duration timeout) {
    this(maxTokens, temperature, topP, seed, stop, timeout, null, 0);
  }

  /** The same for an answer that must satisfy a constraint, or may be anything if it is null. */
  public GenerationOptions constrained(@Nullable Constraint by) {
    return new GenerationOptions(maxTokens, temperature, topP, seed, stop, timeout, by, topTokens);
  }

  /** The same for an answer of another length. */
  public GenerationOptions writing(int tokens) {
    return new GenerationOptions(
        tokens, temperature, topP, seed, stop, timeout, constraint, topTokens);
  }

  /** The same with another deadline. */
  public GenerationOptions within(Duration time) {
    return new GenerationOptions(
        maxTokens, temperature, topP, seed, stop, time, constraint, topTokens);
  }

  /** Greedy, where nobody waits for the answer: a slow or busy machine shall not fail a night. */
  static GenerationOptions unhurried(int maxTokens) {
    return new GenerationOptions(maxTokens, 0, 1, 0, List.of(), UNHURRIED);
  }

  /** Greedy, for repeatable answers. */
  public static GenerationOptions greedy(int maxTokens) {
    return new GenerationOptions(maxTokens, 0, 1, 0, List.of(), Duration.ofMinutes(2));
  }
}
