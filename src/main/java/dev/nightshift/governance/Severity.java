package dev.nightshift.governance;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How much a pattern costs, by the share of the window's attempts that show it. */
public enum Severity {
  /** At least half of them, and at least three. */
  CRITICAL(0.5),
  /** At least a quarter. */
  HIGH(0.25),
  /** At least a tenth. */
  MEDIUM(0.1),
  LOW(0);

  private static final int FEWEST_CRITICAL = 3;

  private final double from;

  Severity(double from) {
    this.from = from;
  }

  static Severity of(int count, int attempts) {
    double share = attempts == 0 ? 0 : (double) count / attempts;
    if (share >= CRITICAL.from && count >= FEWEST_CRITICAL) {
      return CRITICAL;
    }
    return share >= HIGH.from ? HIGH : share >= MEDIUM.from ? MEDIUM : LOW;
  }

  /** As it is written in files and replies. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
