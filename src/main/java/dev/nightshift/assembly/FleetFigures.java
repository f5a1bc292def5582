package dev.nightshift.assembly;

import dev.nightshift.fleet.Fleet;
import dev.nightshift.fleet.FleetNode;
import dev.nightshift.fleet.FleetRollout;
import dev.nightshift.gateway.Figure;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The figures about all nodes, which each of them tells alike. */
final class FleetFigures {
  private FleetFigures() {}

  /** Of a node among others; empty: of a home that is alone. */
  static List<Figure> of(Optional<Fleet> fleet) {
    return fleet.map(FleetFigures::read).orElseGet(() -> figures(1, 0, 0, 0));
  }

  private static List<Figure> read(Fleet fleet) {
    List<FleetNode> nodes = fleet.registry().all();
    List<FleetNode> live = nodes.stream().filter(fleet.registry()::live).toList();
    String decided =
        fleet
            .decided()
            .filter(rollout -> rollout.kind() == FleetRollout.Kind.DEPLOY)
            .map(FleetRollout::adapter)
            .orElse("");
    long astray =
        decided.isEmpty()
            ? 0
            : live.stream().filter(node -> !node.adapter().equals(decided)).count();
    return figures(
        live.size(), nodes.size() - live.size(), astray, fleet.open().isPresent() ? 1 : 0);
  }

  private static List<Figure> figures(long live, long away, long astray, long open) {
    String name = "nightshift.nodes";
    String description = "Nodes that share the database, by whether they live";
    return List.of(
        new Figure(name, description, Map.of("state", "live"), live),
        new Figure(name, description, Map.of("state", "away"), away),
        new Figure(
            "nightshift.nodes.astray",
            "Nodes that live and do not have the adapter that all were given last",
            astray),
        new Figure(
            "nightshift.nodes.rollout.open",
            "1 while a rollout over all nodes is under way",
            open));
  }
}
