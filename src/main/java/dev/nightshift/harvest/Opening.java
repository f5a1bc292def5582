package dev.nightshift.harvest;

import dev.nightshift.corpus.Evidence;
import dev.nightshift.council.CouncilCase;
import java.util.List;

/** What an examination knows of a group before a council has been asked. */
sealed interface Opening {
  /**
   * No council is needed.
   *
   * @param verdict on the group
   */
  record Settled(Verdict verdict) implements Opening {}

  /**
   * A council has to decide.
   *
   * @param theCase all that it needs
   * @param instruction the row's, should there be one
   * @param evidence what else the council is shown
   */
  record Undecided(CouncilCase theCase, String instruction, List<Evidence> evidence)
      implements Opening {
    public Undecided {
      evidence = List.copyOf(evidence);
    }
  }
}
