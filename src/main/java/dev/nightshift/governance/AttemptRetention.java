package dev.nightshift.governance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Lets go of attempts that are too old or too many: first their lines, then their files. */
final class AttemptRetention {
  /** Files that no line names are younger than this while their attempt is being written. */
  private static final Duration WRITING = Duration.ofHours(1);

  /** So much more than what is kept may gather before it is looked through. */
  private static final double SLACK = 1.1;

  private final Path folder;
  private final GovernanceSettings settings;

  AttemptRetention(Path folder, GovernanceSettings settings) {
    this.folder = folder;
    this.settings = settings;
  }

  void apply(SharedLines index, Instant now) {
    Instant oldest = now.minus(settings.attemptAge());
    List<String> lines = index.lines();
    if (lines.isEmpty() || !due(lines, oldest)) {
      return;
    }
    Set<String> named = new HashSet<>();
    index.rewrite(
        before -> {
          List<String> after = kept(before, oldest);
          after.forEach(line -> named.addAll(files(line)));
          return after;
        });
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(file -> isOf(file, named, now)).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot clear " + folder, e);
    }
  }

  private boolean due(List<String> lines, Instant oldest) {
    return lines.size() > settings.attempts() * SLACK || time(lines.getFirst()).isBefore(oldest);
  }

  /** Attempts count against the limit; a run's line goes with the last of its attempts. */
  private List<String> kept(List<String> lines, Instant oldest) {
    List<String> young = lines.stream().filter(line -> !time(line).isBefore(oldest)).toList();
    int surplus = (int) young.stream().filter(AttemptRetention::isAttempt).count();
    surplus = Math.max(0, surplus - settings.attempts());
    List<String> kept = new ArrayList<>();
    for (String line : young) {
      if (isAttempt(line) && surplus > 0) {
        surplus--;
      } else {
        kept.add(line);
      }
    }
    Set<String> runs = new HashSet<>();
    kept.stream().filter(AttemptRetention::isAttempt).forEach(line -> runs.add(run(line)));
    kept.removeIf(line -> !isAttempt(line) && !runs.contains(run(line)));
    return kept;
  }

  private static boolean isAttempt(String line) {
    return text(line, "event").equals("attempt");
  }

  private static String run(String line) {
    return text(line, "run");
  }

  private static Instant time(String line) {
    String time = text(line, "time");
    return time.isEmpty() ? Instant.EPOCH : Instant.parse(time);
  }

  private static String text(String line, String name) {
    return AttemptStore.parsed(line).map(node -> node.path(name).asString("")).orElse("");
  }

  private static List<String> files(String line) {
    JsonNode files =
        AttemptStore.parsed(line)
            .map(node -> node.path("files"))
            .orElseGet(GovernanceJson.LINES::missingNode);
    return files.valueStream().map(file -> file.asString("")).toList();
  }

  private static boolean isOf(Path file, Set<String> named, Instant now) {
    String name = String.valueOf(file.getFileName());
    boolean ours =
        name.startsWith("attempt_")
            || name.startsWith("error_")
            || name.startsWith("validation_failure_");
    try {
      return ours
          && !named.contains(name)
          && Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(WRITING));
    } catch (IOException e) {
      return false;
    }
  }
}
