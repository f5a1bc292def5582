package dev.nightshift.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a real server tells, against what the documentation, dashboards and alerts name. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MetricsIntegrationTests {
  private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (\\S+) (\\S+)$");
  private static final Pattern OURS = Pattern.compile("\\b(autogen|nightshift)_\\w+");
  private static final Pattern NAMED =
      Pattern.compile("\\b(autogen|nightshift|jvm|process|system)_[a-z0-9_]+");

  private String scrape = "";

  @BeforeAll
  void scrape(@TempDir Path home) throws IOException, InterruptedException {
    // Whatever is answered lies below this threshold, so that there are failures too.
    Map<String, String> strict = Map.of("nightshift.serving.confidence-threshold", "0.999");
    try (RunningServer server = new RunningServer(home, strict);
        HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest.Builder ask =
          HttpRequest.newBuilder(URI.create(server.url() + "/ask"))
              .header("Authorization", "Bearer " + RunningServer.KEY)
              .header("Content-Type", "application/json");
      String body = "{\"question\":\"Which animal is large?\"}";
      int status =
          http.send(
                  ask.POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                  BodyHandlers.discarding())
              .statusCode();
      assertThat(status).isEqualTo(200);
      // The meter of pauses comes with the first one, which a short test may not meet.
      System.gc();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> scrape(server, http), text -> text.contains("jvm_gc_pause_seconds"));
      scrape = scrape(server, http);
    }
  }

  private static String scrape(RunningServer server, HttpClient http)
      throws IOException, InterruptedException {
    return http.send(
            HttpRequest.newBuilder(URI.create(server.url() + "/metrics"))
                .header("Authorization", "Bearer " + RunningServer.KEY)
                .build(),
            BodyHandlers.ofString())
        .body();
  }

  @AfterAll
  void forget() {
    scrape = "";
  }

  /** Names of the scrape; of histograms and summaries all that can be asked for. */
  private Set<String> names() {
    Set<String> names = new TreeSet<>();
    for (MatchResult type : TYPE.matcher(scrape).results().toList()) {
      names.add(type.group(1));
      if (Set.of("histogram", "summary").contains(type.group(2))) {
        Stream.of("_bucket", "_sum", "_count").forEach(end -> names.add(type.group(1) + end));
      }
    }
    return names;
  }

  @Test
  void every_documented_metric_exists_and_every_metric_is_documented() throws IOException {
    Set<String> documented =
        Files.readAllLines(Path.of("docs", "metrics.md")).stream()
            .filter(line -> line.startsWith("| `"))
            .map(line -> line.substring(3, line.indexOf('`', 3)))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> ours =
        TYPE.matcher(scrape)
            .results()
            .map(type -> type.group(1))
            .filter(name -> OURS.matcher(name).matches() && !name.endsWith("_max"))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(documented).hasSizeGreaterThan(30).isEqualTo(ours);
  }

  @Test
  void every_metric_that_dashboards_and_alerts_name_exists() throws IOException {
    Set<String> named = new TreeSet<>();
    for (String file :
        new String[] {
          "grafana/dashboards/serving.json",
          "grafana/dashboards/improvement.json",
          "prometheus/rules.yml"
        }) {
      String text = Files.readString(Path.of("deployment").resolve(file));
      NAMED.matcher(text).results().map(MatchResult::group).forEach(named::add);
    }

    assertThat(named).hasSizeGreaterThan(30);
    assertThat(names()).containsAll(named);
  }

  @Test
  void labels_take_few_values_and_none_from_users() {
    assertThat(scrape).doesNotContain("animal");
    assertThat(scrape.lines().filter(line -> OURS.matcher(line).lookingAt()).count())
        .isLessThan(150);
  }

  @Test
  void figures_that_do_not_exist_yet_are_not_a_number_and_the_rest_is() {
    assertThat(scrape)
        .contains("nightshift_night_last_end_timestamp_seconds NaN")
        .contains("nightshift_memory_exchanges{kind=\"all\"} 1.0")
        .contains("nightshift_outbox_oldest_seconds 0.0")
        .contains("autogen_pipeline_totals_readable 1.0")
        .contains("cause=\"low_confidence\"")
        .containsPattern("nightshift_serving_info\\{backend=\"embedded\",model=\"[^\"]+\"} 1");
  }
}
