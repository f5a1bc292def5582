package dev.nightshift.appraisal;

import org.jspecify.annotations.Nullable;

/**
 * How something grows with the size of the input.
 *
 * @param order null when it is not known
 * @param reason why it is not known; otherwise empty
 */
public record Growth(@Nullable Order order, String reason) {
  static Growth of(Order order) {
    return new Growth(order, "");
  }

  static Growth unknown(String reason) {
    return new Growth(null, reason);
  }
}
