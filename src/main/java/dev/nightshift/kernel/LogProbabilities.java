package dev.nightshift.kernel;

import java.util.Arrays;
import java.util.List;

/** Log-probabilities from logits. */
public final class LogProbabilities {
  /**
   * A token and what the model thinks of it.
   *
   * @param token its id
   * @param logProbability natural logarithm
   */
  public record Likely(int token, double logProbability) {}

  private LogProbabilities() {}

  /** The most probable token of the {@code count} logits from {@code at} on. */
  public static Likely best(float[] logits, int at, int count) {
    float max = Elementwise.max(logits, at, count);
    int token = 0;
    while (token < count - 1 && logits[at + token] != max) {
      token++;
    }
    return new Likely(token, -Math.log(Elementwise.sumOfExponentials(logits, at, count, max)));
  }

  /**
   * The most probable tokens, the most probable first; of equal ones the first.
   *
   * @param most how many, or as many as there are
   */
  public static List<Likely> likeliest(float[] logits, int at, int count, int most) {
    int[] tokens = new int[Math.min(most, count)];
    int found = 0;
    for (int token = 0; token < count && tokens.length > 0; token++) {
      float logit = logits[at + token];
      if (found == tokens.length && !(logit > logits[at + tokens[found - 1]])) {
        continue;
      }
      found = Math.min(found + 1, tokens.length);
      int place = found - 1;
      while (place > 0 && logit > logits[at + tokens[place - 1]]) {
        tokens[place] = tokens[place - 1];
        place--;
      }
      tokens[place] = token;
    }
    if (found == 0) {
      return List.of();
    }
    float max = logits[at + tokens[0]];
    double all = Math.log(Elementwise.sumOfExponentials(logits, at, count, max));
    return Arrays.stream(tokens)
        .mapToObj(token -> new Likely(token, logits[at + token] - max - all))
        .toList();
  }

  /** The log-probability of one of the tokens. */
  public static double of(int token, float[] logits, int at, int count) {
    float max = Elementwise.max(logits, at, count);
    return logits[at + token]
        - max
        - Math.log(Elementwise.sumOfExponentials(logits, at, count, max));
  }
}
