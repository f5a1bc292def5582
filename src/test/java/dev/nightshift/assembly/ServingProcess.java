package dev.nightshift.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.gateway.ServerFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** {@code pipeline serve} on a home of its own, in a JVM of its own. */
final class ServingProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final Duration LONGEST = Duration.ofMinutes(15);

  final Path home;
  private final HttpClient http = HttpClient.newHttpClient();
  private @Nullable Process process;

  ServingProcess(Path home) {
    this.home = home;
  }

  void start() throws IOException {
    process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "--add-modules=jdk.incubator.vector",
                    "-XX:+UseSerialGC",
                    "-Xmx700m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "dev.nightshift.Application",
                    "serve",
                    "--home",
                    home.toString()))
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("serve.log").toFile())
            .start();
  }

  /** Until it answers. */
  void await() {
    Awaitility.await("serving " + home)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              assertThat(running()).as(() -> log()).isTrue();
              return server().isPresent();
            });
  }

  private boolean running() {
    Process now = process;
    return now != null && now.isAlive();
  }

  String log() {
    try {
      return Files.readString(home.resolve("serve.log"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private Optional<ServerFile> server() {
    return ServerFile.find(home.resolve("state"));
  }

  /** What a command replies. */
  JsonNode command(String name, String body) throws IOException, InterruptedException {
    ServerFile server = server().orElseThrow();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.url() + "/ops/" + name))
            .header("Authorization", "Bearer " + server.token())
            .header("Content-Type", "application/json")
            .timeout(LONGEST)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    String lines = http.send(request, BodyHandlers.ofString()).body();
    String last = lines.strip().substring(lines.strip().lastIndexOf('\n') + 1);
    JsonNode line = OperationsProtocol.json().readTree(last);
    assertThat(line.has("reply")).as(last).isTrue();
    return line.get("reply");
  }

  /** Has a command begun that goes on by itself. */
  void begin(String name, String body) throws IOException, InterruptedException {
    ServerFile server = server().orElseThrow();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.url() + "/ops/" + name))
            .header("Authorization", "Bearer " + server.token())
            .header("Content-Type", "application/json")
            .header("Prefer", "respond-async")
            .timeout(LONGEST)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    assertThat(http.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(202);
  }

  /** Status of a GET with a token of the server's own, or with none. */
  int get(String path, boolean operator) throws IOException, InterruptedException {
    ServerFile server = server().orElseThrow();
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + path));
    if (operator) {
      request.header("Authorization", "Bearer " + server.token());
    }
    return http.send(request.build(), BodyHandlers.discarding()).statusCode();
  }

  /** As a power cut. */
  void kill() {
    Process now = process;
    if (now != null) {
      now.destroyForcibly();
      Awaitility.await("the end of it").atMost(Duration.ofMinutes(1)).until(() -> !now.isAlive());
    }
  }

  @Override
  public void close() {
    kill();
    http.close();
  }
}
