package dev.nightshift.evaluation;

/** Exact tails of the binomial distribution, summed in logarithms. */
public final class Binomial {
  private Binomial() {}

  /** P(X ≥ k) for X ~ Binomial(n, p). */
  public static double atLeast(int k, int n, double p) {
    if (n < 0 || !(p >= 0 && p <= 1)) {
      throw new IllegalArgumentException("no binomial distribution has n = " + n + ", p = " + p);
    }
    if (k <= 0) {
      return 1;
    }
    double sum = 0;
    for (int i = n; i >= k; i--) {
      sum += mass(i, n, p);
    }
    return Math.min(1, sum);
  }

  /** P(X ≤ k) for X ~ Binomial(n, p). */
  public static double atMost(int k, int n, double p) {
    return atLeast(n - k, n, 1 - p);
  }

  private static double mass(int k, int n, double p) {
    if (p == 0 || p == 1) {
      return k == (p == 0 ? 0 : n) ? 1 : 0;
    }
    double log = k * Math.log(p) + (n - k) * Math.log1p(-p);
    for (int i = 1; i <= k; i++) {
      log += Math.log((double) (n - k + i) / i);
    }
    return Math.exp(log);
  }
}
