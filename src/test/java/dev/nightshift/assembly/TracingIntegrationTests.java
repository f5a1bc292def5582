package dev.nightshift.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nightshift.nightly.NightResult;
import dev.nightshift.nightly.RunRequest;
import dev.nightshift.tracing.TraceIds;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
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

  private static HttpRequest.Builder to(RunningServer server, String path) {
    return HttpRequest.newBuilder(URI.create(server.url() + path))
        .header("Authorization", "Bearer " + RunningServer.KEY);
  }

  @Test
  void aQuestionAndTheNightThatHarvestedItAreLinkedTraces(@TempDir Path home) throws Exception {
    TraceCollector collector = new TraceCollector();
    Map<String, String> settings =
        Map.of(
            "nightshift.tracing.endpoint",
            collector.endpoint(),
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
          .until(
              () ->
                  collector.gotId(trace) && collector.gotId(TraceIds.traceOfNight(night.night())));

      assertThat(night.state()).isEqualTo(NightResult.State.SKIPPED);
      assertThat(collector.gotId(CALLER)).as("the link to the caller").isTrue();
      assertThat(collector.got("night harvest")).isTrue();
      assertThat(collector.timesId(trace))
          .as("once in its own trace, once in the night's link")
          .isGreaterThan(1);
      assertThat(collector.got("bees")).as("nobody's words are in a trace").isFalse();

      aRolloutByHandIsTracedToo(server, collector);

      String metrics = metrics(server, http);
      assertThat(metrics).contains("trace_id=\"" + trace + "\"").endsWith("# EOF\n");
    } finally {
      collector.close();
    }
  }

  private static void aRolloutByHandIsTracedToo(RunningServer server, TraceCollector collector) {
    Reply.RolledOut nowhere =
        new LocalOperations(server.pipeline)
            .rollback(new Request.Rollback(null), Progress.silent());
    assertThat(nowhere.state()).isEqualTo("NOTHING_TO_DO");
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> collector.got("nightshift.rollout.kind") && collector.got("rollback"));
  }

  private static String metrics(RunningServer server, HttpClient http) throws Exception {
    return http.send(
            to(server, "/metrics")
                .header("Accept", "application/openmetrics-text;version=1.0.0")
                .build(),
            BodyHandlers.ofString())
        .body();
  }
}
