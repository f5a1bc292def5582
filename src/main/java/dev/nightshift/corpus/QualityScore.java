package dev.nightshift.corpus;

import java.util.List;
import java.util.Locale;

/**
 * The rule of thumb that a rewritten answer must pass: 0.5; +0.2 if longer than 1.5 times the bad
 * answer; +0.15 if it explains itself; +0.1 if it has a code fence and the bad one has none; at
 * most 1.0. Length is counted in Unicode code points.
 */
public final class QualityScore {
  private static final List<String> EXPLAINING = List.of("because", "therefore", "step", "first");
  private static final String FENCE = "```";

  private QualityScore() {}

  /** The score of a better answer against the bad one, 0.5 to 1. */
  public static double score(String bad, String better) {
    // Whole hundredths: 0.5 + 0.2 must be 0.7 and not a hair less, as 0.7 is the threshold.
    int hundredths = 50;
    if (2L * length(better) > 3L * length(bad)) {
      hundredths += 20;
    }
    String lower = better.toLowerCase(Locale.ROOT);
    if (EXPLAINING.stream().anyMatch(lower::contains)) {
      hundredths += 15;
    }
    if (better.contains(FENCE) && !bad.contains(FENCE)) {
      hundredths += 10;
    }
    return Math.min(100, hundredths) / 100.0;
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
