package dev.nightshift.governance;

import dev.nightshift.evaluation.WilsonInterval;

/**
 * A share with its 95 % interval (Wilson's score interval).
 *
 * @param count how many
 * @param total of how many
 * @param share 0 to 1; 0 of none
 * @param lower bound of the interval
 * @param upper bound of the interval
 */
public record Rate(int count, int total, double share, double lower, double upper) {
  static Rate of(int count, int total) {
    if (total == 0) {
      return new Rate(0, 0, 0, 0, 1);
    }
    WilsonInterval interval = WilsonInterval.of(count, total, WilsonInterval.Z95);
    return new Rate(count, total, (double) count / total, interval.lower(), interval.upper());
  }
}
