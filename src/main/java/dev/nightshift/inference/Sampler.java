package dev.nightshift.inference;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Draws tokens from logits at a temperature, from the most probable ones that make up a share. */
final class Sampler {
  /**
   * A drawn token.
   *
   * @param token its id
   * @param logProbability at temperature 1, among all tokens; NaN when the logits are no numbers
   */
  record Draw(int token, double logProbability) {}

  private final double temperature;
  private final double topP;
  private final SplittableRandom random;

  Sampler(double temperature, double topP, long seed) {
    this.temperature = temperature;
    this.topP = topP;
    this.random = new SplittableRandom(seed);
  }

  Draw draw(float[] logits) {
    double max = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      max = Math.max(max, logit);
    }
    double total = 0;
    double[] shares = new double[logits.length];
    double plainTotal = 0;
    for (int i = 0; i < logits.length; i++) {
      plainTotal += Math.exp(logits[i] - max);
      shares[i] = Math.exp((logits[i] - max) / temperature);
      total += shares[i];
    }
    if (!Double.isFinite(total)) {
      return new Draw(0, Double.NaN);
    }
    double least = topP < 1 ? least(shares, total * topP) : 0;
    int token = pick(shares, least);
    return new Draw(token, logits[token] - max - Math.log(plainTotal));
  }

  /** The smallest share among the largest ones that together reach {@code wanted}. */
  private static double least(double[] shares, double wanted) {
    double[] sorted = shares.clone();
    Arrays.sort(sorted);
    double sum = 0;
    int i = sorted.length;
    while (i > 0 && sum < wanted) {
      sum += sorted[--i];
    }
    return sorted[i];
  }

  private int pick(double[] shares, double least) {
    double total = 0;
    for (double share : shares) {
      total += share >= least ? share : 0;
    }
    double at = random.nextDouble() * total;
    int last = 0;
    for (int i = 0; i < shares.length; i++) {
      if (shares[i] >= least && shares[i] > 0) {
        last = i;
        at -= shares[i];
        if (at < 0) {
          return i;
        }
      }
    }
    return last;
  }
}
