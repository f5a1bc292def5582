package dev.nightshift.rollout;

import dev.nightshift.adapter.AdapterVersion;
import dev.nightshift.evaluation.EvaluationItem;
import java.util.List;

/** Knows which questions to judge an adapter by. */
@FunctionalInterface
public interface ProbeSource {
  /** The probes for a rollout of this version. */
  Probes probesFor(AdapterVersion version);

  /**
   * Questions with their right answers.
   *
   * @param general what the model should still know, whatever is active
   * @param inScope what the version was trained to answer; its first question is the sentinel that
   *     proves the version live, so with scoped serving it must be one that the scope lets through
   */
  record Probes(List<EvaluationItem> general, List<EvaluationItem> inScope) {
    public Probes {
      general = List.copyOf(general);
      inScope = List.copyOf(inScope);
    }

    /** Whether there is nothing to ask. */
    public boolean isEmpty() {
      return general.isEmpty() && inScope.isEmpty();
    }
  }
}
