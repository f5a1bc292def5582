package dev.nightshift.assembly;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Removes what is older than anybody needs: adapters beyond the newest, old logs, work folders. */
final class Retention {
  private static final int ADAPTERS_KEPT = 10;
  private static final Duration LOGS_KEPT = Duration.ofDays(60);
  private static final Duration WORK_KEPT = Duration.ofDays(7);

  private Retention() {}

  /** How many things were removed. */
  static int apply(Pipeline pipeline) {
    Instant now = pipeline.clock().instant();
    int adapters = pipeline.adapters().prune(ADAPTERS_KEPT, Set.of()).size();
    return adapters
        + older(pipeline.home().logs(), now.minus(LOGS_KEPT))
        + older(pipeline.home().state().resolve("training"), now.minus(WORK_KEPT));
  }

  private static int older(Path folder, Instant limit) {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (Stream<Path> entries = Files.list(folder)) {
      List<Path> old =
          entries
              .filter(entry -> !entry.getFileName().toString().startsWith("."))
              .filter(entry -> modified(entry).isBefore(limit))
              .toList();
      for (Path entry : old) {
        delete(entry);
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

  private static void delete(Path entry) throws IOException {
    try (Stream<Path> inside = Files.walk(entry)) {
      for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
