package dev.nightshift.evaluation;

/**
 * The score interval of a share.
 *
 * <p>E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal
 * of the American Statistical Association 22 (1927) 209–212; compared with others in R. G.
 * Newcombe, Statistics in Medicine 17 (1998) 857–872, method 3.
 *
 * @param lower bound, 0 to 1
 * @param upper bound, 0 to 1
 */
public record WilsonInterval(double lower, double upper) {
  /** Standard normal quantile for a two-sided 95 % interval. */
  public static final double Z95 = 1.959963984540054;

  /** The interval of {@code successes} out of {@code total} at a normal quantile. */
  public static WilsonInterval of(int successes, int total, double z) {
    if (total < 1 || successes < 0 || successes > total) {
      throw new IllegalArgumentException("no share: " + successes + " of " + total);
    }
    double share = (double) successes / total;
    double square = z * z;
    double middle = share + square / (2 * total);
    double spread = z * Math.sqrt((share * (1 - share) + square / (4.0 * total)) / total);
    double scale = 1 + square / total;
    // Of none and of all one bound is known; rounding would miss it by a little.
    return new WilsonInterval(
        successes == 0 ? 0 : (middle - spread) / scale,
        successes == total ? 1 : (middle + spread) / scale);
  }
}
