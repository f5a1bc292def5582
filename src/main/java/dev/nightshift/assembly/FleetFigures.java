package dev.nightshift.assembly;

import dev.nightshift.fleet.Fleet;
import dev.nightshift.fleet.FleetNode;
import dev.nightshift.fleet.FleetRollout;
import dev.nightshift.gateway.Figure;
import java.util.List;
import java.util.Map;

/** The figures about all nodes, which each of them tells alike. */
final class FleetFigures {
  private static final String NODES = "nightshift.nodes";
  private static final String NODES_ARE = "Nodes that share the database, by whether they live";

  private FleetFigures() {}

  static List<Figure> of(Fleet fleet) {
    List<FleetNode> nodes = fleet.registry().all();
    long live = nodes.stream().filter(fleet.registry()::live).count();
    String decided =
        fleet
            .decided()
            .filter(rollout -> rollout.kind() == FleetRollout.Kind.DEPLOY)
            .map(FleetRollout::adapter)
            .orElse("");
    long astray =
        nodes.stream()
            .filter(fleet.registry()::live)
            .filter(node -> !decided.isEmpty() && !node.adapter().equals(decided))
            .count();
    return List.of(
        new Figure(NODES, NODES_ARE, Map.of("state", "live"), live),
        new Figure(NODES, NODES_ARE, Map.of("state", "away"), nodes.size() - live),
        new Figure(
            "nightshift.nodes.astray",
            "Nodes that live and do not have the adapter that all were given last",
            astray),
        new Figure(
            "nightshift.nodes.rollout.open",
            "1 while a rollout over all nodes is under way",
            fleet.open().isPresent() ? 1 : 0));
  }
}
