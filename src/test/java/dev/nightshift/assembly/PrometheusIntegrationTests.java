package dev.nightshift.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The rules with Prometheus' own checker, and a real Prometheus that scrapes a real server. Needs
 * Debian's package {@code prometheus}; {@code NIGHTSHIFT_TEST_PROMETHEUS} names the folder of its
 * programs where they are not on the path.
 */
class PrometheusIntegrationTests {
  private static final Path FOLDER = Path.of("deployment", "prometheus");

  @TempDir Path directory;

  private static String program(String name) {
    String own = System.getenv().getOrDefault("NIGHTSHIFT_TEST_PROMETHEUS", "");
    Optional<Path> found =
        Stream.concat(
                Stream.of(own),
                Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator, -1)))
            .filter(folder -> !folder.isBlank())
            .map(folder -> Path.of(folder, name))
            .filter(Files::isExecutable)
            .findFirst();
    if (found.isEmpty()) {
      System.err.println(
          "NOT CHECKED: there is no " + name + " here; install Debian's package prometheus");
    }
    assumeThat(found).as(name + " is not installed").isPresent();
    return found.orElseThrow().toString();
  }

  private String run(List<String> command) throws IOException, InterruptedException {
    Path said = directory.resolve("said.txt");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    boolean ended = process.waitFor(60, TimeUnit.SECONDS);
    process.destroyForcibly();
    String text = Files.readString(said);
    assertThat(ended && process.exitValue() == 0).as(text).isTrue();
    return text;
  }

  @Test
  void the_rules_are_understood_and_fire_when_they_should() throws Exception {
    String promtool = program("promtool");

    assertThat(run(List.of(promtool, "check", "rules", FOLDER.resolve("rules.yml").toString())))
        .contains("SUCCESS");
    assertThat(run(List.of(promtool, "test", "rules", FOLDER.resolve("rules.test.yml").toString())))
        .contains("SUCCESS");
  }

  @Test
  void a_real_prometheus_scrapes_a_real_server_with_a_key() throws Exception {
    String prometheus = program("prometheus");
    int port = freePort();
    try (RunningServer server = new RunningServer(directory.resolve("home"), Map.of());
        HttpClient http = HttpClient.newHttpClient()) {
      Path config = config(server.url());
      List<String> command = new ArrayList<>(List.of(prometheus));
      command.add("--config.file=" + config);
      command.add("--storage.tsdb.path=" + directory.resolve("tsdb"));
      command.add("--web.listen-address=127.0.0.1:" + port);
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("prometheus.log").toFile())
              .start();
      try {
        Awaitility.await()
            .atMost(Duration.ofSeconds(90))
            .pollInterval(Duration.ofMillis(500))
            .ignoreExceptions()
            .until(() -> query(http, port, "autogen_pipeline_totals_readable").contains("\"1\""));
        assertThat(query(http, port, "up")).contains("\"1\"");
        assertThat(query(http, port, "nightshift_serving_info")).contains("embedded");
      } finally {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      }
    }
  }

  /** As it is delivered, but for where the server and the key are. */
  private Path config(String url) throws IOException {
    Path key = Files.writeString(directory.resolve("key"), RunningServer.KEY);
    String text =
        Files.readString(FOLDER.resolve("prometheus.yml"))
            .replace("/run/secrets/prometheus-key", key.toString())
            .replace("nightshift:8000", URI.create(url).getAuthority())
            .replace("scrape_interval: 15s", "scrape_interval: 1s");
    Files.copy(FOLDER.resolve("rules.yml"), directory.resolve("rules.yml"));
    return Files.writeString(directory.resolve("prometheus.yml"), text);
  }

  private static String query(HttpClient http, int port, String expression)
      throws IOException, InterruptedException {
    String query = URLEncoder.encode(expression, StandardCharsets.UTF_8);
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + port + "/api/v1/query?query=" + query))
            .timeout(Duration.ofSeconds(5))
            .build();
    return http.send(request, BodyHandlers.ofString()).body();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
