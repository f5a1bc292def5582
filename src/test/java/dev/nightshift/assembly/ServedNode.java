package dev.nightshift.assembly;

import dev.nightshift.Application;
import dev.nightshift.gateway.ServerFile;
import dev.nightshift.home.Home;
import dev.nightshift.model.TestModel;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A {@code pipeline serve} in a process of its own, with the default model and a shared memory. */
final class ServedNode implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(4);

  private final Path home;
  private final HttpClient http = HttpClient.newHttpClient();
  private Process process;
  private String url = "";

  /** Starts it; see {@link #awaitServing}. */
  ServedNode(Path home, String jdbc) throws IOException {
    this.home = Files.createDirectories(home);
    Files.writeString(
        home.resolve("application.yaml"),
        """
        nightshift:
          model.base: %s
          state.url: "%s"
          memory.log: database
          memory.poll: 200ms
          gateway.port: 70000 # none; the option goes before it
          nightly.enabled: false
        """
            .formatted(TestModel.standard().file().toAbsolutePath(), jdbc));
    this.process = begin();
  }

  private Process begin() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx900m",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "--add-modules=jdk.incubator.vector",
            "-cp",
            System.getProperty("java.class.path"),
            Application.class.getName(),
            "serve",
            "--home",
            home.toString(),
            "--port",
            "0")
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(home.resolve("out").toFile()))
        .start();
  }

  /** Until it can be asked. */
  void awaitServing() throws IOException, InterruptedException {
    long end = System.nanoTime() + START.toNanos();
    while (true) {
      Optional<ServerFile> server = ServerFile.find(home.resolve("state"));
      if (server.isPresent() && server.get().pid() == process.pid()) {
        url = server.get().url();
        return;
      }
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new IllegalStateException(
            "no server: " + Files.readString(home.resolve("out")).lines().toList());
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(url + path))
            .header("Content-Type", "application/json")
            .timeout(Duration.ofMinutes(3))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  String get(String path) throws IOException, InterruptedException {
    return http.send(
            HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofMinutes(1)).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  /** Ends it as a crash would. */
  void kill() throws InterruptedException {
    process.toHandle().destroyForcibly();
    process.waitFor();
  }

  /** Starts it again on what it left. */
  void restart() throws IOException, InterruptedException {
    process = begin();
    awaitServing();
  }

  /** Ends it as an operator would. */
  void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      kill();
    }
  }

  Home home() {
    return new Home(home);
  }

  @Override
  public void close() {
    process.toHandle().destroyForcibly();
    process.onExit().join();
    http.close();
  }
}
