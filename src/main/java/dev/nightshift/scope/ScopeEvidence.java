package dev.nightshift.scope;

import java.util.List;

/**
 * What a threshold was chosen by.
 *
 * @param method how, in words for a person
 * @param rewordings scores of other wordings of the training questions
 * @param general scores of questions about anything
 * @param neighbours scores of other questions about the training questions' subjects
 */
public record ScopeEvidence(String method, Spread rewordings, Spread general, Spread neighbours) {

  /** Nothing was measured. */
  public static ScopeEvidence none(String method) {
    Spread empty = Spread.of(List.of(), 0);
    return new ScopeEvidence(method, empty, empty, empty);
  }

  /**
   * How scores are spread; all zeros when there are none.
   *
   * @param count number of questions
   * @param p1 1st percentile
   * @param p5 5th percentile
   * @param p25 25th percentile
   * @param p50 median
   * @param p75 75th percentile
   * @param p95 95th percentile
   * @param p99 99th percentile
   * @param inScope share of them at or above the threshold, 0 to 1
   */
  public record Spread(
      int count,
      double p1,
      double p5,
      double p25,
      double p50,
      double p75,
      double p95,
      double p99,
      double inScope) {

    static Spread of(List<Double> scores, double threshold) {
      return new Spread(
          scores.size(),
          percentile(scores, 1),
          percentile(scores, 5),
          percentile(scores, 25),
          percentile(scores, 50),
          percentile(scores, 75),
          percentile(scores, 95),
          percentile(scores, 99),
          scores.isEmpty() ? 0 : share(scores, threshold));
    }

    private static double share(List<Double> scores, double threshold) {
      return (double) scores.stream().filter(score -> score >= threshold).count() / scores.size();
    }
  }

  /** The percentile by linear interpolation between closest ranks; 0 for no scores. */
  static double percentile(List<Double> scores, double percent) {
    if (scores.isEmpty()) {
      return 0;
    }
    List<Double> sorted = scores.stream().sorted().toList();
    double rank = percent / 100 * (sorted.size() - 1);
    int below = (int) rank;
    int above = Math.min(below + 1, sorted.size() - 1);
    return sorted.get(below) + (rank - below) * (sorted.get(above) - sorted.get(below));
  }
}
