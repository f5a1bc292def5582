package dev.nightshift.harvest;

import dev.nightshift.council.CouncilCase;
import dev.nightshift.council.Deliberation;
import java.util.List;

/**
 * Has a council decide the cases of a harvest: one after another here, several at once, or in other
 * processes. What a case needs travels with it; whoever decides it needs no memory and no rows.
 */
public interface Deliberations {

  /**
   * Has each case decided once.
   *
   * @param decided told of each, in any order, in the calling thread; what it throws ends the work
   * @throws HarvestException CANCELLED when the thread is interrupted, BUSY when another process
   *     has this home's cases decided, UNDECIDED when some could not be decided
   */
  void decide(List<CouncilCase> cases, Decided decided);

  /**
   * What was decided has been written down by the harvest and need not be remembered any longer.
   * Until then a harvest that begins anew may be given what was decided before.
   */
  default void settled() {}

  /** Is told of a decision. */
  @FunctionalInterface
  interface Decided {
    /** The council came to this, for the case at a place in the list. */
    void accept(int place, Deliberation deliberation);
  }
}
