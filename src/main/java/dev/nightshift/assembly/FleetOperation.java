package dev.nightshift.assembly;

import dev.nightshift.adapter.AdapterException;
import dev.nightshift.adapter.AdapterManifest;
import dev.nightshift.adapter.AdapterVersion;
import dev.nightshift.fleet.Fleet;
import dev.nightshift.fleet.FleetNode;
import dev.nightshift.fleet.FleetRollout;
import dev.nightshift.fleet.FleetStep;
import dev.nightshift.fleet.NodeRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Lists nodes and forgets them, deploys on all and takes all back. */
final class FleetOperation {
  private final Pipeline pipeline;

  FleetOperation(Pipeline pipeline) {
    this.pipeline = pipeline;
  }

  FleetReply run(FleetRequest request, Progress progress) {
    return switch (request.action()) {
      case LIST -> list();
      case FORGET -> forget(Objects.requireNonNull(request.subject()));
      case DEPLOY -> deploy(request.subject(), progress);
      case ROLLBACK -> rollback(request.subject(), progress);
    };
  }

  /** The nodes; of a home that is alone, itself. */
  FleetReply list() {
    return new FleetReply("LISTED", "", null, nodes(), List.of(), 0);
  }

  private List<FleetReply.NodeShown> nodes() {
    if (!pipeline.fleet.shared()) {
      return List.of(alone());
    }
    NodeRegistry registry = registry();
    return registry.all().stream().map(node -> shown(node, registry.live(node))).toList();
  }

  private FleetReply.NodeShown alone() {
    String url = pipeline.serverUrl();
    return new FleetReply.NodeShown(
        pipeline.fleet.node().value(),
        url == null ? "" : url,
        "ALONE",
        FleetAssembly.version(),
        LocalOperations.name(pipeline.adapters().current()),
        null,
        null,
        "the database is a file of this home");
  }

  private static FleetReply.NodeShown shown(FleetNode node, boolean live) {
    return new FleetReply.NodeShown(
        node.name(),
        node.url(),
        live ? "LIVE" : "AWAY",
        node.version(),
        node.adapter(),
        node.started(),
        node.heard().toEpochMilli() == 0 ? null : node.heard(),
        node.note());
  }

  private NodeRegistry registry() {
    return pipeline
        .fleet
        .running()
        .map(Fleet::registry)
        .orElseGet(
            () -> NodeRegistry.of(pipeline.database(), pipeline.settings().fleet().awayAfter()));
  }

  private FleetReply forget(String name) {
    if (!pipeline.fleet.shared()) {
      throw new OperationException(
          OperationException.Code.REQUEST, "this home is alone: there is no other node to forget");
    }
    registry().forget(name);
    return new FleetReply("FORGOTTEN", "", name + " is forgotten", nodes(), List.of(), 0);
  }

  private FleetReply deploy(@Nullable String path, Progress progress) {
    if (!pipeline.fleet.shared()) {
      Reply.RolledOut own =
          new RolloutOperations(pipeline).deploy(new Request.Deploy(path), progress);
      return alone(own, own.state());
    }
    AdapterVersion version = version(path);
    boolean named = version.name().equals(path);
    return awaited(
        fleet -> fleet.deploy("hand-" + UUID.randomUUID(), AdapterManifest.of(version), named),
        progress);
  }

  private AdapterVersion version(@Nullable String path) {
    String wanted = path == null ? "latest" : path;
    AdapterVersion version = pipeline.adapters().find(wanted).orElse(null);
    if (version == null && path != null && Files.isDirectory(Path.of(path))) {
      version = pipeline.adapters().resolve(Path.of(path), pipeline.clock().instant());
    }
    if (version == null) {
      throw new OperationException(
          OperationException.Code.REQUEST,
          path == null
              ? "no adapter has been trained yet"
              : "there is no adapter " + path + ": name a version in loras or its directory");
    }
    if (version.isBase()) {
      throw new OperationException(
          OperationException.Code.REQUEST,
          "the base is no adapter; pipeline rollback --all-nodes --to base goes back to it");
    }
    return version;
  }

  private FleetReply rollback(@Nullable String to, Progress progress) {
    if (!pipeline.fleet.shared()) {
      Reply.RolledOut own =
          new RolloutOperations(pipeline).rollback(new Request.Rollback(to), progress);
      boolean back = own.state().equals("ROLLED_BACK");
      return alone(own, back ? "BACK" : own.state());
    }
    AdapterVersion target = to == null ? null : version(to, "go back to");
    AdapterManifest manifest =
        target == null || target.isBase() ? null : AdapterManifest.of(target);
    String name = target == null ? "" : target.name();
    return awaited(fleet -> fleet.rollback("hand-" + UUID.randomUUID(), name, manifest), progress);
  }

  private AdapterVersion version(String name, String what) {
    return pipeline
        .adapters()
        .find(name)
        .orElseThrow(
            () ->
                new OperationException(
                    OperationException.Code.REQUEST,
                    "there is no adapter " + name + " here to " + what + ": name one, or base"));
  }

  private FleetReply awaited(Function<Fleet, Long> begin, Progress progress) {
    Fleet fleet =
        pipeline
            .fleet
            .running()
            .orElseThrow(
                () ->
                    new OperationException(
                        OperationException.Code.REQUEST,
                        "no server runs on this home: start it (pipeline serve), so that the other"
                            + " nodes can fetch the adapter from it"));
    long id;
    try {
      id = begin.apply(fleet);
    } catch (AdapterException e) {
      throw new OperationException(
          OperationException.Code.REQUEST, String.valueOf(e.getMessage()), e);
    }
    FleetRollout ended =
        fleet.await(id, (node, words) -> progress.update("nodes", node + ": " + words, -1));
    return reply(ended, fleet.steps(id), nodes());
  }

  static FleetReply reply(
      FleetRollout ended, List<FleetStep> steps, List<FleetReply.NodeShown> nodes) {
    long end = (ended.finished() == null ? ended.started() : ended.finished()).toEpochMilli();
    return new FleetReply(
        ended.ended().map(Enum::name).orElse(ended.phase().name()),
        ended.adapter(),
        ended.reason(),
        nodes,
        steps.stream().map(FleetOperation::shown).toList(),
        end - ended.started().toEpochMilli());
  }

  private static FleetReply.StepShown shown(FleetStep step) {
    return new FleetReply.StepShown(
        step.node(),
        step.canary(),
        step.state().name(),
        step.previous(),
        step.reason(),
        step.timings().swap(),
        step.timings().watch(),
        step.timings().detection(),
        step.timings().recovery());
  }

  /** Of a home that is alone its own rollout is all there is. */
  private FleetReply alone(Reply.RolledOut own, String state) {
    String reason = own.reason();
    FleetReply.StepShown step =
        new FleetReply.StepShown(
            pipeline.fleet.node().value(),
            true,
            own.state(),
            "",
            reason == null ? "" : reason,
            own.swapMs(),
            own.watchMs(),
            own.detectionMs(),
            own.recoveryMs());
    return new FleetReply(state, own.adapter(), reason, nodes(), List.of(step), own.totalMs());
  }
}
