package dev.nightshift.fleet;

import dev.nightshift.adapter.AdapterManifest;
import dev.nightshift.adapter.AdapterVersion;
import dev.nightshift.fleet.FleetException.Code;
import dev.nightshift.fleet.FleetRollout.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Opens rollouts over all nodes: who takes part, in which order, and who goes first. */
record FleetPlan(FleetLedger ledger, NodeRegistry registry, FleetSettings settings, String node) {

  /**
   * Opens a rollout, or finds the one that the same request opened before.
   *
   * @throws FleetException BUSY when another one is open, REQUEST when a living node serves another
   *     base model
   */
  long deploy(String request, AdapterManifest manifest, boolean named) {
    return ledger.alone(
        () -> {
          Optional<FleetRollout> before = ledger.requested(request);
          if (before.isPresent()) {
            return before.get().id();
          }
          requireFree();
          List<FleetNode> nodes = nodes();
          requireBase(manifest, nodes);
          long id = ledger.open(request, Kind.DEPLOY, manifest.version(), manifest, node, named);
          add(id, nodes, StepState.AWAY, Map.of());
          return id;
        });
  }

  /**
   * Opens a rollback.
   *
   * @param to where all go; empty: each to what it had before the adapter that the nodes were given
   * @param manifest what that consists of; null for the base and for none
   */
  long rollback(String request, String to, @Nullable AdapterManifest manifest) {
    return ledger.alone(
        () -> {
          requireFree();
          List<FleetNode> nodes = nodes();
          if (manifest != null) {
            requireBase(manifest, nodes);
          }
          long id = ledger.open(request, Kind.ROLLBACK, to, manifest, node, true);
          add(id, nodes, StepState.WAITING, to.isEmpty() ? before(nodes) : Map.of());
          return id;
        });
  }

  private void requireFree() {
    ledger
        .open()
        .ifPresent(
            open -> {
              throw new FleetException(
                  Code.BUSY,
                  "another rollout over all nodes is under way (%s %s, since %s); wait until it ends"
                      .formatted(open.kind(), open.adapter(), open.started()));
            });
  }

  /** This node first, which has the adapter; then those that live, by name. */
  private List<FleetNode> nodes() {
    List<FleetNode> nodes = new ArrayList<>(registry.all());
    nodes.sort(
        Comparator.comparing((FleetNode one) -> !registry.live(one))
            .thenComparing(one -> !one.name().equals(node))
            .thenComparing(FleetNode::name));
    if (nodes.isEmpty() || !registry.live(nodes.getFirst())) {
      throw new FleetException(
          Code.REQUEST, "no node lives: start the servers (pipeline serve) and see pipeline nodes");
    }
    return nodes;
  }

  private void requireBase(AdapterManifest manifest, List<FleetNode> nodes) {
    String others =
        nodes.stream()
            .filter(registry::live)
            .filter(one -> !one.baseSha256().equals(manifest.baseSha256()))
            .map(one -> one.name() + " serves " + one.baseSha256())
            .collect(Collectors.joining(", "));
    if (!others.isEmpty()) {
      throw new FleetException(
          Code.REQUEST,
          "%s was trained on the base %s, but %s; nothing was moved: give all nodes the same base"
              .formatted(manifest.version(), manifest.baseSha256(), others));
    }
  }

  private void add(
      long id, List<FleetNode> nodes, StepState whenAway, Map<String, String> previous) {
    int canaries = settings.canaries((int) nodes.stream().filter(registry::live).count());
    for (int place = 0; place < nodes.size(); place++) {
      FleetNode one = nodes.get(place);
      boolean live = registry.live(one);
      ledger.add(
          id,
          one.name(),
          place,
          live && place < canaries,
          live ? StepState.WAITING : whenAway,
          previous.getOrDefault(one.name(), ""));
    }
  }

  /** What each node had before it was given what it has now, where that is known. */
  private Map<String, String> before(List<FleetNode> nodes) {
    Map<String, String> before = new HashMap<>();
    for (FleetNode one : nodes) {
      if (one.adapter().equals(AdapterVersion.BASE)) {
        before.put(one.name(), AdapterVersion.BASE);
        continue;
      }
      ledger
          .broughtIn(one.adapter())
          .flatMap(rollout -> ledger.step(rollout.id(), one.name()))
          .map(FleetStep::previous)
          .filter(previous -> !previous.equals(one.adapter()))
          .ifPresent(previous -> before.put(one.name(), previous));
    }
    return before;
  }
}
