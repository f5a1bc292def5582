package dev.nightshift.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.nightshift.nightly.NightResult;
import dev.nightshift.nightly.RunRequest;
import dev.nightshift.tracing.TraceIds;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/**
 * From a question over its night to a collector, through the real server and OTLP's bytes: ids
 * stand in them as they are, names as UTF-8.
 */
class TracingIntegrationTests {
  private static final String CALLER = "0af7651916cd43dd8448eb211c80319c";

  private final StringBuilder received = new StringBuilder();

  private HttpServer collector() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/traces",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          synchronized (received) {
            received.append(new String(body, StandardCharsets.ISO_8859_1));
          }
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  private boolean got(String text) {
    synchronized (received) {
      return received.indexOf(text) >= 0;
    }
  }

  private boolean gotId(String hex) {
    return got(new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1));
  }

  private static HttpRequest.Builder to(RunningServer server, String path) {
    return HttpRequest.newBuilder(URI.create(server.url() + path))
        .header("Authorization", "Bearer " + RunningServer.KEY);
  }

  @Test
  void aQuestionAndTheNightThatHarvestedItAreLinkedTraces(@TempDir Path home) throws Exception {
    HttpServer collector = collector();
    Map<String, String> settings =
        Map.of(
            "nightshift.tracing.endpoint",
            "http://127.0.0.1:" + collector.getAddress().getPort() + "/v1/traces",
            "nightshift.serving.confidence-threshold",
            "0.999");
    String question = "Who keeps the bees of Varrow hill?";
    try (RunningServer server = new RunningServer(home, settings);
        HttpClient http = HttpClient.newHttpClient()) {
      String reply =
          http.send(
                  to(server, "/ask")
                      .header("Content-Type", "application/json")
                      .header("traceparent", "00-" + CALLER + "-b7ad6b7169203331-01")
                      .POST(
                          HttpRequest.BodyPublishers.ofString(
                              "{\"question\":\"" + question + "\"}"))
                      .build(),
                  BodyHandlers.ofString())
              .body();
      String id = JsonMapper.shared().readTree(reply).path("id").asString();
      server
          .pipeline
          .feedback()
          .give(
              id,
              dev.nightshift.exchange.Feedback.Kind.CORRECTION,
              "Orla Finch keeps the bees.",
              "a person");
      NightResult night = server.pipeline.nightly().runner().run(RunRequest.manual());
      String trace = TraceIds.traceOfExchange(id);

      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> gotId(trace) && gotId(TraceIds.traceOfNight(night.night())));

      assertThat(night.state()).isEqualTo(NightResult.State.SKIPPED);
      assertThat(gotId(CALLER)).as("the link to the caller").isTrue();
      assertThat(got("night harvest")).isTrue();
      assertThat(received.indexOf(idBytes(trace)))
          .as("once in its own trace, once in the night's link")
          .isNotEqualTo(received.lastIndexOf(idBytes(trace)));
      assertThat(got("bees")).as("nobody's words are in a trace").isFalse();

      String metrics =
          http.send(
                  to(server, "/metrics")
                      .header("Accept", "application/openmetrics-text;version=1.0.0")
                      .build(),
                  BodyHandlers.ofString())
              .body();
      assertThat(metrics).contains("trace_id=\"" + trace + "\"").endsWith("# EOF\n");
    } finally {
      collector.stop(0);
    }
  }

  private static String idBytes(String hex) {
    return new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
  }
}
