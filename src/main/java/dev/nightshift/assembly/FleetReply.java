package dev.nightshift.assembly;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The nodes, or what became of a rollout over all of them.
 *
 * @param state LISTED, FORGOTTEN, or of a rollout ACTIVE, REJECTED, ROLLED_BACK, BACK or FAILED
 * @param adapter that it was about, empty for none
 * @param reason in words, null for none
 * @param nodes all that are known, by name
 * @param steps what each had to do with the rollout, in the order of turns
 * @param totalMs how long it took
 */
public record FleetReply(
    String state,
    String adapter,
    @Nullable String reason,
    List<NodeShown> nodes,
    List<StepShown> steps,
    long totalMs)
    implements Reply {
  public FleetReply {
    nodes = List.copyOf(nodes);
    steps = List.copyOf(steps);
  }

  /**
   * A node.
   *
   * @param state LIVE, AWAY, or ALONE for a home whose database no other shares
   * @param note what a person should know of it, empty for nothing
   */
  public record NodeShown(
      String name,
      String url,
      String state,
      String version,
      String adapter,
      @Nullable Instant started,
      @Nullable Instant heard,
      String note) {}

  /**
   * A node's part.
   *
   * @param state see {@link dev.nightshift.fleet.StepState}
   * @param previous what it had before, empty when that is not known
   */
  public record StepShown(
      String node,
      boolean canary,
      String state,
      String previous,
      String reason,
      @Nullable Long swapMs,
      @Nullable Long watchMs,
      @Nullable Long detectionMs,
      @Nullable Long recoveryMs) {}
}
