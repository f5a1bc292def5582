package dev.nightshift.evaluation;

import java.util.Arrays;

/**
 * The Wilcoxon signed-rank test for paired measurements: are the differences shifted above zero?
 * Zero differences are dropped, ties get their mean rank. Exact (conditional on the ties) up to
 * {@value #EXACT} differences, the normal approximation with continuity and tie correction beyond.
 *
 * <p>F. Wilcoxon, "Individual comparisons by ranking methods", Biometrics Bulletin 1 (1945) 80–83;
 * M. Hollander and D. A. Wolfe, "Nonparametric Statistical Methods" (1973), section 3.1.
 */
public final class SignedRankTest {
  private static final int EXACT = 60;

  private SignedRankTest() {}

  /** One-sided p-value that the differences are shifted above zero; 1 without any difference. */
  public static double shiftedUp(double[] differences) {
    double[] kept = Arrays.stream(differences).filter(d -> d != 0).toArray();
    int n = kept.length;
    if (n == 0) {
      return 1;
    }
    // Doubled, mean ranks are whole numbers.
    int[] ranks = doubledRanks(kept);
    long positive = 0;
    for (int i = 0; i < n; i++) {
      positive += kept[i] > 0 ? ranks[i] : 0;
    }
    return n <= EXACT ? exact(ranks, positive) : approximate(ranks, positive);
  }

  /** The middle of all pairwise means (Hodges and Lehmann, 1963): an estimate of the shift. */
  public static double shift(double[] differences) {
    int n = differences.length;
    if (n == 0) {
      return 0;
    }
    double[] means = new double[n * (n + 1) / 2];
    int at = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i; j < n; j++) {
        means[at++] = (differences[i] + differences[j]) / 2;
      }
    }
    Arrays.sort(means);
    return (means[(at - 1) / 2] + means[at / 2]) / 2;
  }

  private static int[] doubledRanks(double[] values) {
    double[] sizes = Arrays.stream(values).map(Math::abs).sorted().toArray();
    int[] ranks = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      double size = Math.abs(values[i]);
      int below = 0;
      int upTo = 0;
      for (double other : sizes) {
        below += other < size ? 1 : 0;
        upTo += other <= size ? 1 : 0;
      }
      ranks[i] = below + 1 + upTo;
    }
    return ranks;
  }

  /** The share of all sign patterns whose positive ranks add up to at least the observed sum. */
  private static double exact(int[] ranks, long positive) {
    int most = Arrays.stream(ranks).sum();
    double[] share = new double[most + 1];
    share[0] = 1;
    int reached = 0;
    for (int rank : ranks) {
      reached += rank;
      for (int sum = reached; sum >= 0; sum--) {
        share[sum] = (share[sum] + (sum >= rank ? share[sum - rank] : 0)) / 2;
      }
    }
    double tail = 0;
    for (int sum = most; sum >= positive; sum--) {
      tail += share[sum];
    }
    return Math.min(1, tail);
  }

  private static double approximate(int[] ranks, long positive) {
    // With mean ranks r: mean Σr/2, variance Σr²/4, which holds the tie correction already.
    double mean = Arrays.stream(ranks).sum() / 4.0;
    double variance = Arrays.stream(ranks).mapToDouble(r -> (double) r * r / 4).sum() / 4;
    return upperTail((positive / 2.0 - mean - 0.5) / Math.sqrt(variance));
  }

  /**
   * P(Z ≥ z) of the standard normal distribution, to 7.5e-8: M. Abramowitz and I. A. Stegun,
   * "Handbook of Mathematical Functions" (1964), formula 26.2.17.
   */
  static double upperTail(double z) {
    if (z < 0) {
      return 1 - upperTail(-z);
    }
    double t = 1 / (1 + 0.2316419 * z);
    double polynomial =
        t
            * (0.319381530
                + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    return Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) * polynomial;
  }
}
