package dev.nightshift.fleet;

import dev.nightshift.adapter.AdapterManifest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Gets adapters that other nodes have. */
record AdapterSupply(
    NodeRegistry.Self self, FleetLedger ledger, NodeRegistry registry, NodeRollouts rollouts) {

  /**
   * Gets a rollout's adapter if this node lacks it.
   *
   * @throws FleetException REQUEST when it was trained on another base than this node serves or may
   *     not be fetched, TRANSFER when no node gives it
   */
  void require(FleetRollout rollout) {
    AdapterManifest manifest = rollout.manifest();
    if (manifest == null) {
      return;
    }
    if (!manifest.baseSha256().equals(self.baseSha256())) {
      throw new FleetException(
          FleetException.Code.REQUEST,
          "%s was trained on the base %s, but %s serves %s"
              .formatted(
                  manifest.version(), manifest.baseSha256(), self.name(), self.baseSha256()));
    }
    if (!rollouts.has(manifest.version())) {
      rollouts.fetch(manifest, sources(rollout));
    }
  }

  /** The node that had it first, those that were given it, and then everybody else that lives. */
  private List<FleetNode> sources(FleetRollout rollout) {
    Set<String> given =
        ledger.steps(rollout.id()).stream()
            .filter(step -> step.state() == StepState.ACTIVE)
            .map(FleetStep::node)
            .collect(Collectors.toSet());
    List<FleetNode> nodes = new ArrayList<>(registry.all());
    nodes.removeIf(node -> node.name().equals(self.name()) || !registry.live(node));
    nodes.sort(
        Comparator.comparingInt(
            node ->
                node.name().equals(rollout.source()) ? 0 : given.contains(node.name()) ? 1 : 2));
    return nodes;
  }
}
