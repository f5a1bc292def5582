package dev.nightshift.appraisal;

import dev.nightshift.codeloop.Judgement;

/**
 * Whether a program is right.
 *
 * @param score share of rows and tests that passed, 0 to 1; the tests count as one
 * @param judgement each of them
 */
public record Correctness(double score, Judgement judgement) {
  static Correctness of(boolean tested, Judgement judgement) {
    long passed = judgement.rows().stream().filter(row -> row.passed()).count();
    int of = judgement.rows().size() + (tested ? 1 : 0);
    return new Correctness(
        (passed + (tested && judgement.testsPassed() ? 1 : 0)) / (double) of, judgement);
  }
}
