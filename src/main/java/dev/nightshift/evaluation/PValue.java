package dev.nightshift.evaluation;

import java.util.Locale;

/** How the p-value of a test is told. */
public final class PValue {
  private PValue() {}

  /**
   * Such as {@code p = 0.0107}; what would be rounded to zero, which no p-value is, as a bound:
   * {@code p < 0.0001}.
   *
   * @param p 0 to 1
   * @param digits behind the point, at least 1
   */
  public static String told(double p, int digits) {
    double least = Math.pow(10, -digits);
    return p < least / 2
        ? String.format(Locale.ROOT, "p < %." + digits + "f", least)
        : String.format(Locale.ROOT, "p = %." + digits + "f", p);
  }
}
