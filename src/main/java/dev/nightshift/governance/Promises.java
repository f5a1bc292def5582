package dev.nightshift.governance;

import dev.nightshift.evaluation.FisherTest;
import dev.nightshift.evaluation.PValue;
import java.util.List;
import java.util.Locale;

/** Compares what a report promised with what came after it. */
final class Promises {
  /** A change as large as this in one of twenty cases without cause is noise. */
  private static final double SIGNIFICANCE = 0.05;

  private Promises() {}

  /**
   * One for each pattern that the report before made a recommendation for.
   *
   * @param since everything after that report
   */
  static List<Promise> kept(GovernanceReport before, FailureAnalysis since) {
    return before.analysis().recommendations().stream()
        .map(one -> promise(one, before.analysis(), since))
        .toList();
  }

  private static Promise promise(
      Recommendation made, FailureAnalysis before, FailureAnalysis since) {
    Rate then = runs(made.issue(), before);
    Rate now = runs(made.issue(), since);
    boolean fell = now.share() < then.share();
    double p =
        now.total() == 0 || then.total() == 0
            ? 1
            : fell
                ? FisherTest.less(now.count(), now.total(), then.count(), then.total())
                : FisherTest.less(then.count(), then.total(), now.count(), now.total());
    String verdict =
        now.total() == 0 ? "no_data" : p >= SIGNIFICANCE ? "unclear" : fell ? "held" : "worse";
    return new Promise(
        made.issue().word(),
        "fewer runs with " + made.issue().words(),
        then,
        now,
        p,
        verdict,
        explanation(verdict, then, now, p, before, since));
  }

  private static Rate runs(FailureCategory category, FailureAnalysis analysis) {
    return Rate.of(analysis.pattern(category).map(FailurePattern::runs).orElse(0), analysis.runs());
  }

  private static String explanation(
      String verdict,
      Rate then,
      Rate now,
      double p,
      FailureAnalysis before,
      FailureAnalysis since) {
    if (verdict.equals("no_data")) {
      return "no run since, so nothing can be said";
    }
    String numbers =
        String.format(
            Locale.ROOT,
            "%d of %d runs before, %d of %d since, %s",
            then.count(),
            then.total(),
            now.count(),
            now.total(),
            PValue.told(p, 3));
    String change =
        switch (verdict) {
          case "held" -> "rarer, and more than noise: ";
          case "worse" -> "more frequent, and more than noise: ";
          default -> "no change beyond noise: ";
        };
    String measure =
        before.instructions().equals(since.instructions())
            ? "; the instructions were the same (version " + versions(before) + ")"
            : "; instructions version "
                + versions(before)
                + " before, "
                + versions(since)
                + " since";
    return change + numbers + measure;
  }

  private static String versions(FailureAnalysis analysis) {
    return String.join(", ", analysis.instructions().stream().map(String::valueOf).toList());
  }
}
