package dev.nightshift.kernel;

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

  /** The log-probability of one of the tokens. */
  public static double of(int token, float[] logits, int at, int count) {
    float max = Elementwise.max(logits, at, count);
    return logits[at + token]
        - max
        - Math.log(Elementwise.sumOfExponentials(logits, at, count, max));
  }
}
