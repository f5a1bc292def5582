package dev.nightshift.assembly;

import dev.nightshift.console.ConsolePages;
import dev.nightshift.console.ConsoleParts;
import dev.nightshift.console.LiveNight;
import dev.nightshift.console.NodeShown;
import dev.nightshift.console.ReviewList;
import dev.nightshift.console.SettingShown;
import dev.nightshift.fleet.Fleet;
import dev.nightshift.gateway.WebPages;
import dev.nightshift.nightly.NightResult;
import dev.nightshift.nightly.NightlySettings;
import dev.nightshift.rollout.RolloutHistory;
import java.util.List;
import java.util.Optional;

/** The console over a pipeline. */
final class ConsoleAssembly {
  private ConsoleAssembly() {}

  static WebPages pages(Pipeline pipeline) {
    NightlySettings nightly = pipeline.settings().nightly();
    List<SettingShown> settings =
        SettingsInForce.of(pipeline.home(), System.getenv(), pipeline.settings());
    return ConsolePages.of(
        new ConsoleParts(
            pipeline.memory(),
            pipeline.model(),
            pipeline.feedback(),
            pipeline.nights(),
            () -> now(pipeline),
            pipeline.adapters(),
            new RolloutHistory(pipeline.database()),
            pipeline.trainingRows(),
            pipeline.home().trainingData(),
            () -> waiting(pipeline),
            pipeline.code.governance(),
            pipeline.code.runs(),
            () -> pipeline.code.prompts().history(),
            () -> settings,
            () -> schedule(nightly),
            () -> nodes(pipeline),
            pipeline.clock(),
            nightly.schedule().zone()));
  }

  private static Optional<LiveNight.Now> now(Pipeline pipeline) {
    boolean running =
        pipeline
            .nights()
            .lastNight()
            .filter(night -> night.result().state() == NightResult.State.RUNNING)
            .isPresent();
    return running ? pipeline.nightProgress().now() : Optional.empty();
  }

  private static List<ReviewList.Waiting> waiting(Pipeline pipeline) {
    return pipeline.quarantine().review().waiting().stream()
        .map(
            one ->
                new ReviewList.Waiting(
                    one.exchangeId(),
                    one.author(),
                    one.question(),
                    one.correction(),
                    one.reason(),
                    one.at()))
        .toList();
  }

  private static List<NodeShown> nodes(Pipeline pipeline) {
    return pipeline.fleet.running().map(Fleet::registry).stream()
        .flatMap(
            registry ->
                registry.all().stream()
                    .map(
                        node ->
                            new NodeShown(
                                node.name(),
                                node.url(),
                                node.adapter(),
                                registry.live(node),
                                node.heard().toEpochMilli() == 0 ? null : node.heard(),
                                node.note())))
        .toList();
  }

  private static String schedule(NightlySettings nightly) {
    return nightly.enabled()
        ? "Nights begin at " + nightly.at() + " (" + nightly.schedule().zone() + ")."
        : "This server runs no nights by itself (nightshift.nightly.enabled is false).";
  }
}
