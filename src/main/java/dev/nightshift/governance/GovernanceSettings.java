package dev.nightshift.governance;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the code loop and the nights are watched ({@code nightshift.governance.*}).
 *
 * @param window how far back a report looks; there is at most one unasked report in it
 * @param failures a report is written unasked when more attempts than these failed in the window
 * @param nightsWindow how far back a report looks at nights
 * @param attempts most attempts that are kept
 * @param attemptAge how long an attempt is kept
 * @param reports most reports that are kept
 * @param questions most failed questions that are grouped by meaning
 * @param similarity mean cosine above which groups of questions are one, 0 to 1
 * @param phrasing who puts answers into words: {@code none}, or {@code default}, the model that
 *     nights improve; numbers are the program's either way
 */
public record GovernanceSettings(
    @DefaultValue("1h") Duration window,
    @DefaultValue("5") int failures,
    @DefaultValue("7d") Duration nightsWindow,
    @DefaultValue("2000") int attempts,
    @DefaultValue("30d") Duration attemptAge,
    @DefaultValue("200") int reports,
    @DefaultValue("300") int questions,
    @DefaultValue("0.55") double similarity,
    @DefaultValue("none") String phrasing) {

  public GovernanceSettings {
    positive("window", window);
    positive("nightsWindow", nightsWindow);
    positive("attemptAge", attemptAge);
    within("failures", failures, 0, 100_000);
    within("attempts", attempts, 1, 1_000_000);
    within("reports", reports, 1, 100_000);
    within("questions", questions, 2, 2_000);
    if (!(similarity > 0 && similarity < 1)) {
      throw new IllegalArgumentException("similarity must be between 0 and 1: " + similarity);
    }
    if (!phrasing.equals("none") && !phrasing.equals("default")) {
      throw new IllegalArgumentException("phrasing must be none or default, not " + phrasing);
    }
  }

  private static void positive(String name, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException(name + " must be longer than nothing: " + value);
    }
  }

  private static void within(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(name + " must be " + least + " to " + most + ": " + value);
    }
  }

  /** The values that hold when nothing is configured. */
  public static GovernanceSettings defaults() {
    return new GovernanceSettings(
        Duration.ofHours(1),
        5,
        Duration.ofDays(7),
        2000,
        Duration.ofDays(30),
        200,
        300,
        0.55,
        "none");
  }
}
