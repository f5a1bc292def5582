package dev.nightshift.evaluation;

import java.util.ArrayList;
import java.util.List;

/**
 * A candidate against the active adapter on one set of questions, pair by pair.
 *
 * @param total questions
 * @param active of them right with what is active now
 * @param candidate of them right with the candidate
 * @param won questions only the candidate got right
 * @param lost questions only the active one got right
 * @param pBetter one-sided p-value of the exact McNemar test that the candidate is better
 * @param pWorse the same that it is worse
 */
public record GateTable(
    int total,
    int active,
    int candidate,
    List<String> won,
    List<String> lost,
    double pBetter,
    double pWorse) {
  public GateTable {
    won = List.copyOf(won);
    lost = List.copyOf(lost);
  }

  /** Compares two reports on the same questions in the same order. */
  public static GateTable of(EvaluationReport active, EvaluationReport candidate) {
    if (active.total() != candidate.total()) {
      throw new IllegalArgumentException("only the same questions can be compared pair by pair");
    }
    var won = new ArrayList<String>();
    var lost = new ArrayList<String>();
    for (int i = 0; i < active.total(); i++) {
      EvaluationResult before = active.results().get(i);
      EvaluationResult after = candidate.results().get(i);
      if (!before.item().equals(after.item())) {
        throw new IllegalArgumentException("only the same questions can be compared pair by pair");
      }
      if (after.correct() && !before.correct()) {
        won.add(after.item().question());
      } else if (before.correct() && !after.correct()) {
        lost.add(after.item().question());
      }
    }
    return new GateTable(
        active.total(),
        active.correct(),
        candidate.correct(),
        won,
        lost,
        PairedTest.better(won.size(), lost.size()),
        PairedTest.better(lost.size(), won.size()));
  }

  /** Questions lost less questions won; negative when the candidate is ahead. */
  public int netLoss() {
    return lost.size() - won.size();
  }
}
