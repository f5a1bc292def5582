package dev.nightshift.cli;

import dev.nightshift.assembly.FleetReply;
import dev.nightshift.assembly.FleetRequest;
import java.time.Instant;
import java.util.List;

/** Two nodes, one of which is away. */
final class FakeNodes {
  private FakeNodes() {}

  static FleetReply reply(FleetRequest request, String state) {
    Instant at = Instant.parse("2026-11-22T07:00:00Z");
    List<FleetReply.NodeShown> nodes =
        List.of(
            new FleetReply.NodeShown(
                "a", "http://10.0.0.1:8000", "LIVE", "1.0", "adapter_1", at, at, ""),
            new FleetReply.NodeShown(
                "b", "http://10.0.0.2:8000", "AWAY", "1.0", "base", at, null, "stays on base"));
    return switch (request.action()) {
      case LIST -> new FleetReply("LISTED", "", null, nodes, List.of(), 0);
      case FORGET -> new FleetReply("FORGOTTEN", "", "b is forgotten", nodes, List.of(), 0);
      case DEPLOY, ROLLBACK ->
          new FleetReply(
              state,
              "adapter_1",
              "2 of 2 nodes",
              nodes,
              List.of(
                  new FleetReply.StepShown(
                      "a", true, "ACTIVE", "base", "it passed", 300L, 60_000L, null, null),
                  new FleetReply.StepShown(
                      "b", false, "ROLLED_BACK", "base", "it is worse", 310L, 4000L, 4100L, 200L)),
              125_000);
    };
  }
}
