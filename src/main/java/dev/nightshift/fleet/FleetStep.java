package dev.nightshift.fleet;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One node's part in a rollout over all nodes.
 *
 * @param rollout its number
 * @param node whose part
 * @param place in the order of turns, from 0
 * @param canary whether it is among those that try it first
 * @param state where it stands
 * @param previous what it had before, and goes back to; empty: not known yet, or, in a rollback,
 *     its own last one that passed
 * @param incarnation of the node when it began; empty before
 * @param attempts how often it began
 * @param reason in words; empty while there is none
 * @param timings of its own rollout
 * @param changed when its state was set
 */
public record FleetStep(
    long rollout,
    String node,
    int place,
    boolean canary,
    StepState state,
    String previous,
    String incarnation,
    int attempts,
    String reason,
    Timings timings,
    Instant changed) {

  /**
   * How long the parts of a node's rollout took, in milliseconds; null where there was none.
   *
   * @param swap from the swap to the proof that the new one answers
   * @param watch on probation
   * @param detection from the swap to the verdict against it
   * @param recovery from that verdict, or the order to go back, to the proof that the previous one
   *     answers
   */
  public record Timings(
      @Nullable Long swap,
      @Nullable Long watch,
      @Nullable Long detection,
      @Nullable Long recovery) {
    /** Nothing was timed. */
    static Timings none() {
      return new Timings(null, null, null, null);
    }
  }
}
