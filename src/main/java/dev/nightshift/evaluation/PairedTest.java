package dev.nightshift.evaluation;

/**
 * The exact McNemar test: of the pairs in which exactly one of two systems was right, is the share
 * won by one of them more than chance? Under the null hypothesis the wins are Binomial(n, 1/2).
 *
 * <p>Q. McNemar, "Note on the sampling error of the difference between correlated proportions or
 * percentages", Psychometrika 12 (1947) 153–157; exact form as in A. Agresti, "Categorical Data
 * Analysis", 3rd ed., section 11.1.
 */
public final class PairedTest {
  private PairedTest() {}

  /**
   * One-sided p-value that the winner of {@code won} pairs is better: P(X ≥ won), X ~ Binomial(won
   * + lost, 1/2); 1 without discordant pairs.
   */
  public static double better(int won, int lost) {
    if (won < 0 || lost < 0) {
      throw new IllegalArgumentException("pairs cannot be negative: " + won + ", " + lost);
    }
    return Binomial.atLeast(won, won + lost, 0.5);
  }

  /** Two-sided p-value: twice the smaller tail, at most 1. */
  public static double different(int won, int lost) {
    return Math.min(1, 2 * Math.min(better(won, lost), better(lost, won)));
  }
}
