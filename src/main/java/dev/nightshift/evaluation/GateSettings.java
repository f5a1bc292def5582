package dev.nightshift.evaluation;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What a candidate must show before it may go live.
 *
 * @param maxTokens tokens a reply may have
 * @param significance level of the paired test for a loss of old knowledge
 * @param maxLossShare net share of the frozen questions that may be lost whatever the test says of
 *     it (a small set is rarely significant); applies from two net losses on
 * @param gainSignificance level of the paired test for an improvement on the target questions; it
 *     need not be reached by a candidate that wins at least half of those that the active adapter
 *     gets wrong, less those it loses
 * @param leastTarget fewest target questions to judge by
 * @param leastRegression fewest frozen questions to judge by
 */
public record GateSettings(
    @DefaultValue("32") int maxTokens,
    @DefaultValue("0.05") double significance,
    @DefaultValue("0.10") double maxLossShare,
    @DefaultValue("0.02") double gainSignificance,
    @DefaultValue("1") int leastTarget,
    @DefaultValue("1") int leastRegression) {

  public GateSettings {
    check(maxTokens >= 1, "max-tokens", maxTokens, "at least 1");
    check(
        significance > 0 && significance < 0.5, "significance", significance, "above 0, below 0.5");
    check(maxLossShare >= 0 && maxLossShare <= 1, "max-loss-share", maxLossShare, "0 to 1");
    check(
        gainSignificance > 0 && gainSignificance <= 1,
        "gain-significance",
        gainSignificance,
        "above 0, at most 1");
    check(leastTarget >= 1, "least-target", leastTarget, "at least 1");
    check(leastRegression >= 1, "least-regression", leastRegression, "at least 1");
  }

  /** What operators get when they set nothing. */
  public static GateSettings defaults() {
    return new GateSettings(32, 0.05, 0.10, 0.02, 1, 1);
  }

  private static void check(boolean allowed, String name, Object value, String what) {
    if (!allowed) {
      throw new IllegalArgumentException(
          "evaluation.%s is %s; allowed: %s".formatted(name, value, what));
    }
  }
}
