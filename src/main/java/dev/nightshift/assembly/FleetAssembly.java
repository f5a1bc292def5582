package dev.nightshift.assembly;

import dev.nightshift.access.NodeTokens;
import dev.nightshift.adapter.AdapterManifest;
import dev.nightshift.fleet.AdapterTransfer;
import dev.nightshift.fleet.Fleet;
import dev.nightshift.fleet.FleetParts;
import dev.nightshift.fleet.FleetSettings;
import dev.nightshift.fleet.OwnRollouts;
import dev.nightshift.gateway.FleetRoutes;
import dev.nightshift.gateway.FleetSource;
import dev.nightshift.gateway.WebPages;
import dev.nightshift.home.NodeName;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** This home among the nodes of its database; alone when that is a file of the home. */
final class FleetAssembly {
  private final Pipeline pipeline;
  private final Lazy<NodeName> node;
  private volatile @Nullable Fleet running;

  FleetAssembly(Pipeline pipeline) {
    this.pipeline = pipeline;
    this.node = new Lazy<>(() -> NodeName.of(pipeline.home(), settings().node()));
  }

  private FleetSettings settings() {
    return pipeline.settings().fleet();
  }

  /** What this home is called. */
  NodeName node() {
    return node.get();
  }

  /** Whether other nodes can share the database. */
  boolean shared() {
    return !pipeline.settings().state().isFileOfHome();
  }

  /** The nodes, while this process is one of them. */
  Optional<Fleet> running() {
    return Optional.ofNullable(running);
  }

  static String version() {
    return Objects.requireNonNullElse(
        FleetAssembly.class.getPackage().getImplementationVersion(), "unreleased");
  }

  /**
   * Enters this node, whose server answers; nothing where the home is alone.
   *
   * @param url at which it answers, unless the settings name another
   */
  void start(String url) {
    if (!shared()) {
      return;
    }
    Fleet fleet =
        new Fleet(
            new FleetParts(
                pipeline.database(),
                settings(),
                node(),
                settings().url().isEmpty() ? url : settings().url(),
                version(),
                pipeline.baseModel().sha256(),
                new OwnRollouts(
                    pipeline.adapters(),
                    pipeline.rollouts(),
                    pipeline.outbox(),
                    new AdapterTransfer(tokens(), settings()),
                    pipeline.settings().retention().adapters()),
                pipeline.outbox()));
    fleet.start();
    running = fleet;
  }

  /** Says that this node goes, before its server stops answering. */
  void stop() {
    Fleet fleet = running;
    running = null;
    if (fleet != null) {
      fleet.close();
    }
  }

  /** Whether what a request carries is another node's token. */
  Predicate<String> guard() {
    NodeTokens tokens = tokens();
    return sent -> tokens.usable() && tokens.right(sent, node().value());
  }

  private NodeTokens tokens() {
    return new NodeTokens(settings().secret(), pipeline.clock());
  }

  /** What the others ask this node for. */
  WebPages routes() {
    return FleetRoutes.of(
        new FleetSource() {
          @Override
          public String nodes() {
            return OperationsProtocol.json()
                .writeValueAsString(new FleetOperation(pipeline).list());
          }

          @Override
          public Optional<Path> file(String version, String name) {
            return AdapterManifest.file(pipeline.adapters(), version, name);
          }
        });
  }
}
