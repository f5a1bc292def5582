package dev.nightshift.evaluation;

import java.util.List;

/**
 * How a set of questions was answered.
 *
 * @param total number of questions
 * @param correct how many were answered right
 * @param adapter the adapter that was asked for, in words
 * @param results one a question, in the order asked
 */
public record EvaluationReport(
    int total, int correct, String adapter, List<EvaluationResult> results) {
  public EvaluationReport {
    results = List.copyOf(results);
    if (total != results.size() || correct < 0 || correct > total) {
      throw new IllegalArgumentException(
          "the report says %d of %d for %d results".formatted(correct, total, results.size()));
    }
  }

  /** The report on these results. */
  public static EvaluationReport of(String adapter, List<EvaluationResult> results) {
    int correct = (int) results.stream().filter(EvaluationResult::correct).count();
    return new EvaluationReport(results.size(), correct, adapter, results);
  }

  /** The share answered right, 0 to 1; 0 for no questions. */
  public double share() {
    return total == 0 ? 0 : (double) correct / total;
  }
}
