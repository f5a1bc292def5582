package dev.nightshift.assembly;

import dev.nightshift.adapter.AdapterManifest;
import dev.nightshift.adapter.AdapterVersion;
import dev.nightshift.fleet.Fleet;
import dev.nightshift.fleet.FleetException;
import dev.nightshift.fleet.FleetRollout;
import dev.nightshift.fleet.FleetStep;
import dev.nightshift.nightly.DeployOutcome;
import dev.nightshift.nightly.Night;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A night's deployment where more nodes than this one live: over all of them. */
record FleetDeployment(Pipeline pipeline, Fleet fleet, Progress progress) {

  /** Of a pipeline; empty when no other node lives. */
  static Optional<FleetDeployment> of(Pipeline pipeline, Progress progress) {
    return pipeline
        .fleet
        .running()
        .filter(Fleet::manyLive)
        .map(fleet -> new FleetDeployment(pipeline, fleet, progress));
  }

  /** Waits for it; a night that is resumed finds the one that it began before. */
  DeployOutcome deploy(Night night, AdapterVersion version) {
    long id;
    try {
      id = fleet.deploy("night-" + night.key(), AdapterManifest.of(version), false);
    } catch (FleetException e) {
      if (e.code() == FleetException.Code.REQUEST) {
        return outcome(DeployOutcome.State.REJECTED, String.valueOf(e.getMessage()), Map.of());
      }
      throw e;
    }
    FleetRollout ended =
        fleet.await(id, (node, words) -> progress.update("nodes", node + ": " + words, -1));
    Map<String, Double> timings = new LinkedHashMap<>();
    fleet.steps(id).stream()
        .filter(step -> step.node().equals(fleet.node()))
        .map(FleetStep::timings)
        .forEach(
            own -> {
              put(timings, "swap", own.swap());
              put(timings, "watch", own.watch());
              put(timings, "detection", own.detection());
              put(timings, "recovery", own.recovery());
            });
    return outcome(state(ended.outcome()), ended.reason(), timings);
  }

  private static DeployOutcome.State state(FleetRollout.@Nullable Outcome outcome) {
    return switch (outcome) {
      case ACTIVE -> DeployOutcome.State.ACTIVE;
      case REJECTED -> DeployOutcome.State.REJECTED;
      case ROLLED_BACK, BACK, FAILED -> DeployOutcome.State.ROLLED_BACK;
      case null -> DeployOutcome.State.ROLLED_BACK;
    };
  }

  private DeployOutcome outcome(
      DeployOutcome.State state, String reason, Map<String, Double> timings) {
    return new DeployOutcome(state, pipeline.adapters().current().name(), reason, timings);
  }

  private static void put(Map<String, Double> timings, String name, @Nullable Long millis) {
    if (millis != null) {
      timings.put(name, millis / 1000.0);
    }
  }
}
