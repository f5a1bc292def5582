package dev.nightshift.gateway;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * A gateway of {@link NodesBench} in a process of its own, which can be killed and started again.
 */
final class BenchNode {
  private final List<String> command;
  private volatile Process process;
  private volatile BufferedReader lines;
  private volatile String url;

  private BenchNode(List<String> command) throws IOException {
    this.command = command;
    this.process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    this.lines = process.inputReader(StandardCharsets.UTF_8);
    this.url = lines.readLine();
  }

  static BenchNode start(Path root, String name, String jdbc) throws IOException {
    return new BenchNode(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "--enable-native-access=ALL-UNNAMED",
            "--add-modules=jdk.incubator.vector",
            "-cp",
            System.getProperty("java.class.path"),
            NodesBench.class.getName(),
            "serve",
            root.toString(),
            name,
            jdbc));
  }

  String url() {
    return url;
  }

  /** Sends a line and reads the one that answers it. */
  synchronized String ask(String line) throws IOException {
    process.outputWriter(StandardCharsets.UTF_8).append(line).append('\n').flush();
    String answer = lines.readLine();
    if (answer == null) {
      throw new IOException("the node has ended");
    }
    return answer;
  }

  /** Ends it as a crash would. */
  void kill() {
    process.toHandle().destroyForcibly();
    process.onExit().join();
  }

  /** Kills it, and starts it on what it left. */
  synchronized void restart() {
    kill();
    try {
      process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      lines =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      url = lines.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
