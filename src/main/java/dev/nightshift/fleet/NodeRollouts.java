package dev.nightshift.fleet;

import dev.nightshift.adapter.AdapterManifest;
import dev.nightshift.rollout.RolloutException;
import dev.nightshift.rollout.RolloutResult;
import java.util.List;
import java.util.Optional;

/** What a node does with its own adapters; its rollouts judge as they do without other nodes. */
public interface NodeRollouts {
  /** Name of the adapter that is active, or {@code base}. */
  String active();

  /** Whether it has an adapter of that name, or it is the base. */
  boolean has(String adapter);

  /**
   * Gets an adapter that it does not have from another node.
   *
   * @param from nodes that may have it, the likeliest first
   * @throws FleetException TRANSFER when none of them gives it, whole and right
   */
  void fetch(AdapterManifest manifest, List<FleetNode> from);

  /**
   * Tries an adapter: preflight, swap, liveness, watch, verdict.
   *
   * @param named whether a person named it
   * @param ordered whether it is one of many nodes', whose news are told together
   * @throws RolloutException LOCKED when another rollout is under way here
   */
  RolloutResult deploy(String adapter, boolean named, boolean ordered);

  /**
   * Takes the active adapter back.
   *
   * @param to where to go; empty: the last that passed before
   * @throws RolloutException LOCKED when another rollout is under way here
   */
  RolloutResult rollback(Optional<String> to);
}
