package dev.nightshift.appraisal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs a checker that the operator has installed. It reads a program as text on standard input and
 * runs nothing of it; limits hold for what parsing alone can do. Its environment is empty but for
 * where programs are, and its folder is one of its own: settings that lie about do not count.
 */
final class CheckerProcess {
  private static final Duration LATEST = Duration.ofSeconds(20);
  private static final List<String> LIMITS =
      List.of(
          "prlimit",
          "--core=0",
          "--cpu=15",
          "--as=" + (4L << 30),
          "--fsize=" + (4 << 20),
          "--nofile=256",
          "--");

  private final String path;

  /**
   * @param path where programs are looked for, as in {@code PATH}
   */
  CheckerProcess(String path) {
    this.path = path;
  }

  /**
   * What came of it.
   *
   * @param status 0 and 1 are usual: nothing to say, and something
   */
  record Result(int status, String output) {}

  /** The command of a program or of a module of Python; empty when it is neither. */
  List<String> found(String name) {
    for (String folder : path.split(":", -1)) {
      Path program = Path.of(folder, name);
      if (program.isAbsolute() && Files.isExecutable(program) && Files.isRegularFile(program)) {
        return List.of(program.toString());
      }
    }
    List<String> module = List.of("python3", "-I", "-m", name);
    try {
      return run(with(module, List.of("--version")), "").status() == 0 ? module : List.of();
    } catch (IOException e) {
      return List.of();
    }
  }

  static List<String> with(List<String> command, List<String> arguments) {
    return Stream.concat(command.stream(), arguments.stream()).toList();
  }

  /**
   * Runs a command and waits for its end.
   *
   * @throws IOException also when it takes too long
   */
  Result run(List<String> command, String input) throws IOException {
    Path folder = Files.createTempDirectory("nightshift-checker");
    Path in = folder.resolve("in");
    Path out = folder.resolve("out");
    try {
      Files.writeString(in, input);
      ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(with(LIMITS, command)));
      builder.directory(folder.toFile());
      builder.environment().clear();
      builder
          .environment()
          .putAll(Map.of("PATH", path, "HOME", folder.toString(), "LANG", "C.UTF-8"));
      builder.redirectInput(in.toFile()).redirectOutput(out.toFile());
      builder.redirectError(ProcessBuilder.Redirect.DISCARD);
      Process process = builder.start();
      try {
        if (!process.waitFor(LATEST.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new IOException("it took longer than " + LATEST.toSeconds() + " s");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      } finally {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
      return new Result(
          process.exitValue(), new String(Files.readAllBytes(out), StandardCharsets.UTF_8));
    } finally {
      for (Path file : List.of(in, out, folder)) {
        Files.deleteIfExists(file);
      }
    }
  }
}
