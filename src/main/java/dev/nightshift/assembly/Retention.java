package dev.nightshift.assembly;

import dev.nightshift.adapter.AdapterVersion;
import dev.nightshift.generation.FeedbackLogs;
import dev.nightshift.home.WholeFolder;
import dev.nightshift.nightly.RetentionSettings;
import dev.nightshift.rollout.RolloutHistory;
import dev.nightshift.serving.ServingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes what the settings no longer keep: old adapters, logs, work folders and records. */
final class Retention {
  private static final Logger log = LoggerFactory.getLogger(Retention.class);

  private Retention() {}

  /** How many things were removed. */
  static int apply(Pipeline pipeline) {
    RetentionSettings kept = pipeline.settings().retention();
    Instant now = pipeline.clock().instant();
    int files =
        pipeline.rollouts().prune(kept.adapters()).size()
            + tainted(new TaintedAdapters(pipeline))
            + older(pipeline.home().logs(), now.minus(kept.logs()))
            + older(pipeline.home().state().resolve("training"), now.minus(kept.work()));
    return files + records(pipeline, now.minus(kept.records()));
  }

  private static int tainted(TaintedAdapters adapters) {
    int removed = adapters.removeUnused().size();
    try {
      return removed + adapters.deleteOnServer().size();
    } catch (ServingException e) {
      log.warn(
          "models of adapters that were trained on what has been forgotten may be left: {}",
          e.getMessage());
      return removed;
    }
  }

  private static int records(Pipeline pipeline, Instant before) {
    Set<String> versions =
        pipeline.adapters().versions().stream()
            .map(AdapterVersion::name)
            .collect(Collectors.toSet());
    return pipeline.outbox().prune(before)
        + pipeline.nightly().runner().prune(before)
        + WorkAssembly.status(pipeline)
            .prune(
                pipeline.settings().nightly().resumeWithin(),
                pipeline.settings().retention().records())
        + new RolloutHistory(pipeline.database())
            .prune(before, pipeline.fleet.node().value(), versions);
  }

  private static int older(Path folder, Instant limit) {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (Stream<Path> entries = Files.list(folder)) {
      List<Path> old =
          entries
              .filter(entry -> !entry.getFileName().toString().startsWith("."))
              .filter(entry -> !FeedbackLogs.isOne(entry))
              .filter(entry -> modified(entry).isBefore(limit))
              .toList();
      for (Path entry : old) {
        WholeFolder.delete(entry);
      }
      return old.size();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot clean up " + folder, e);
    }
  }

  private static Instant modified(Path entry) {
    try {
      return Files.getLastModifiedTime(entry).toInstant();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
