package dev.nightshift.evaluation;

/**
 * Fisher's exact test of two independent shares: given how many there are in all, the hits of the
 * first group are hypergeometric when both have the same chance.
 *
 * <p>R. A. Fisher, "Statistical Methods for Research Workers" (1934), section 21.02; A. Agresti,
 * "Categorical Data Analysis", 3rd ed., section 3.5.
 */
public final class FisherTest {
  private FisherTest() {}

  /** One-sided p-value that the first share is smaller: P(hits of the first group ≤ seen). */
  public static double less(int hits, int total, int otherHits, int otherTotal) {
    if (hits < 0 || hits > total || otherHits < 0 || otherHits > otherTotal) {
      throw new IllegalArgumentException(
          "no shares: " + hits + " of " + total + ", " + otherHits + " of " + otherTotal);
    }
    int all = hits + otherHits;
    double sum = 0;
    for (int k = Math.max(0, all - otherTotal); k <= hits; k++) {
      sum +=
          Math.exp(
              logChoose(total, k)
                  + logChoose(otherTotal, all - k)
                  - logChoose(total + otherTotal, all));
    }
    return Math.min(1, sum);
  }

  private static double logChoose(int n, int k) {
    double log = 0;
    for (int i = 1; i <= Math.min(k, n - k); i++) {
      log += Math.log((double) (n - i + 1) / i);
    }
    return log;
  }
}
