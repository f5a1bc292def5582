package dev.nightshift.evaluation;

/**
 * Wald's sequential probability ratio test of a success share that should be {@code good} against
 * one that is only {@code bad}. The log-likelihood ratio of the observations so far is compared
 * with ln ((1 − β)/α), above which the share is called bad, and ln (β/(1 − α)), below which it is
 * called good. A good share is called bad with probability at most about α, a bad one good at most
 * about β.
 *
 * <p>A. Wald, "Sequential tests of statistical hypotheses", Annals of Mathematical Statistics 16
 * (1945) 117–186, sections 3.2 and 5.
 */
public final class SequentialTest {
  /** What the observations say. */
  public enum Decision {
    UNDECIDED,
    GOOD,
    BAD
  }

  private final double success;
  private final double failure;
  private final double upper;
  private final double lower;
  private double ratio;

  /**
   * A test of {@code good} against {@code bad}, 0 &lt; bad &lt; good &lt; 1, with these error
   * rates.
   */
  public SequentialTest(double good, double bad, double alpha, double beta) {
    if (!(0 < bad && bad < good && good < 1 && 0 < alpha && 0 < beta && alpha + beta < 1)) {
      throw new IllegalArgumentException(
          "no test of %s against %s at %s, %s".formatted(good, bad, alpha, beta));
    }
    success = Math.log(bad / good);
    failure = Math.log((1 - bad) / (1 - good));
    upper = Math.log((1 - beta) / alpha);
    lower = Math.log(beta / (1 - alpha));
  }

  /** Takes one observation and says what is known now; observing goes on after a decision. */
  public Decision observe(boolean succeeded) {
    ratio += succeeded ? success : failure;
    return decision();
  }

  /** What the observations so far say. */
  public Decision decision() {
    if (ratio >= upper) {
      return Decision.BAD;
    }
    return ratio <= lower ? Decision.GOOD : Decision.UNDECIDED;
  }

  /** Natural logarithm of the likelihood ratio of bad to good. */
  public double logLikelihoodRatio() {
    return ratio;
  }
}
