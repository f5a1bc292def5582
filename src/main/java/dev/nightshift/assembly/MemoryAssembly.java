package dev.nightshift.assembly;

import dev.nightshift.gateway.Figure;
import dev.nightshift.gateway.HealthPart;
import dev.nightshift.home.NodeName;
import dev.nightshift.memory.ErasableMemory;
import dev.nightshift.memory.LuceneMemory;
import dev.nightshift.memory.MemorySettings;
import dev.nightshift.memory.MemorySharing;
import dev.nightshift.memory.SharedDatabase;
import dev.nightshift.memory.SharedLogStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The memory, with a log of its own or one that it shares. */
public final class MemoryAssembly {
  /** Frames of others come within a second; after so long something is wrong. */
  private static final Duration LATE = Duration.ofSeconds(30);

  private MemoryAssembly() {}

  static ErasableMemory open(Pipeline pipeline) {
    Settings settings = pipeline.settings();
    return switch (settings.memory().log()) {
      case FILE ->
          LuceneMemory.open(pipeline.home().memory(), pipeline.embedder(), settings.memory());
      case DATABASE ->
          LuceneMemory.open(
              pipeline.home().memory(), pipeline.embedder(), settings.memory(), database(pipeline));
    };
  }

  private static SharedDatabase database(Pipeline pipeline) {
    requireShared(pipeline.settings());
    return new SharedDatabase(pipeline.database(), node(pipeline));
  }

  private static NodeName node(Pipeline pipeline) {
    return NodeName.of(pipeline.home(), pipeline.settings().fleet().node());
  }

  private static void requireShared(Settings settings) {
    if (settings.memory().log() != MemorySettings.Log.DATABASE) {
      throw new OperationException(
          OperationException.Code.CONFIGURATION,
          "nightshift.memory.log is file: this memory shares nothing; to share it set"
              + " nightshift.memory.log: database first");
    }
    if (settings.state().url().isBlank()) {
      throw new OperationException(
          OperationException.Code.CONFIGURATION,
          "nightshift.memory.log is database, and nightshift.state.url is empty: the file in this"
              + " home is no database that nodes can share; name a PostgreSQL");
    }
  }

  /**
   * What brings this memory into the log of its state database, and lists who is in it.
   *
   * @throws OperationException CONFIGURATION when the settings name no log that can be shared
   */
  public static MemorySharing sharing(Pipeline pipeline) {
    return new MemorySharing(pipeline.home().memory(), database(pipeline));
  }

  /** What takes this memory out of the log that it follows, whatever the settings say. */
  public static MemorySharing leaving(Pipeline pipeline) {
    return new MemorySharing(
        pipeline.home().memory(), new SharedDatabase(pipeline.database(), node(pipeline)));
  }

  /**
   * Who shares the log.
   *
   * @throws OperationException CONFIGURATION
   */
  public static MemorySharing.Overview overview(Pipeline pipeline) {
    return MemorySharing.overview(database(pipeline));
  }

  /** The same without making or changing anything. */
  static MemorySharing.Overview look(Settings settings) {
    requireShared(settings);
    DriverManagerDataSource source =
        new DriverManagerDataSource(
            settings.state().url(), settings.state().user(), settings.state().password());
    return MemorySharing.overview(new SharedDatabase(source, new NodeName("doctor")));
  }

  /** How an open memory stands to the log that it shares; null when it shares none. */
  static @Nullable MemoryLogReply reply(Pipeline pipeline) {
    return pipeline.memoryOpen()
        ? pipeline.memory().sharedLog().map(MemoryLogReply::of).orElse(null)
        : null;
  }

  /** Health of the log that is shared: without it nothing can be recorded, and so not answered. */
  static HealthPart health(Pipeline pipeline) {
    Optional<SharedLogStatus> shared = pipeline.memory().sharedLog();
    if (shared.isEmpty()) {
      return part(HealthPart.State.OK, "its own");
    }
    SharedLogStatus status = shared.get();
    if (status.trouble().isPresent()) {
      return part(HealthPart.State.ERROR, status.trouble().get());
    }
    return part(
        status.lag().compareTo(LATE) > 0 ? HealthPart.State.DEGRADED : HealthPart.State.OK,
        "%s has frame %d of %d, %d behind, oldest %.1f s"
            .formatted(
                status.node(),
                status.seen(),
                status.last(),
                status.behind(),
                status.lag().toMillis() / 1000.0));
  }

  private static HealthPart part(HealthPart.State state, String detail) {
    return new HealthPart(HealthPart.MEMORY_LOG, state, detail);
  }

  /** Figures of the log; of one that is not shared they say that all is well. */
  static List<Figure> figures(ErasableMemory memory) {
    Optional<SharedLogStatus> shared = memory.sharedLog();
    return List.of(
        new Figure(
            "nightshift.memory.log.reachable",
            "1 when what is recorded can be written to its log",
            shared.flatMap(SharedLogStatus::trouble).isEmpty() ? 1 : 0),
        new Figure(
            "nightshift.memory.log.behind.frames",
            "Frames of the shared log that this node knows of and has not got",
            shared.map(SharedLogStatus::behind).orElse(0L)),
        new Figure(
            "nightshift.memory.log.lag.seconds",
            "Age of the oldest frame that this node has not got; without the database since when",
            shared.map(one -> one.lag().toMillis() / 1000.0).orElse(0.0)),
        new Figure(
            "nightshift.memory.log.delay.seconds",
            "How long after it was recorded the newest frame got here",
            shared.map(one -> one.delay().toMillis() / 1000.0).orElse(0.0)),
        new Figure(
            "nightshift.memory.log.last.frame",
            "Number of the newest frame of the shared log; 0 for a log of its own",
            shared.map(SharedLogStatus::last).orElse(0L)));
  }
}
