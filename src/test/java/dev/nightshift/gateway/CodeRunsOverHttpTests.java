package dev.nightshift.gateway;

import static dev.nightshift.gateway.AskingOverHttpTests.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.access.NewKey;
import dev.nightshift.sandbox.SandboxException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class CodeRunsOverHttpTests {
  private static final String PRIMES = "{\"task\":\"primes\"}";

  @TempDir Path state;
  private NewKey ann;
  private NewKey bob;
  private NewKey operator;
  private GatewayFixture gateway;

  @BeforeEach
  void start() {
    TestKeys keys = TestKeys.in(state);
    ann = keys.ann();
    bob = keys.bob();
    operator = keys.operator();
    gateway = new GatewayFixture(state, GatewayFixture.anyPort(), (c, b, lines) -> {});
  }

  @AfterEach
  void stop() {
    gateway.workshop.goOn();
    gateway.close();
  }

  private static HttpRequest.Builder as(NewKey key, HttpRequest.Builder request) {
    return request.header("Authorization", "Bearer " + key.secret());
  }

  private HttpResponse<String> start(NewKey key, String body) throws Exception {
    return gateway.send(as(key, gateway.posting("/code/runs", body)));
  }

  private HttpResponse<String> get(NewKey key, String path) throws Exception {
    return gateway.send(as(key, gateway.request(path)));
  }

  private String started(NewKey key) throws Exception {
    HttpResponse<String> response = start(key, PRIMES);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
    return response.headers().firstValue("Location").orElseThrow();
  }

  /** All of a stream of events, which ends with the run. */
  private String events(NewKey key, String run) throws Exception {
    return get(key, run + "/events").body();
  }

  private static List<String> names(String events) {
    return events.lines().filter(line -> line.startsWith("event: ")).toList();
  }

  private HttpResponse<String> cancel(NewKey key, String run) throws Exception {
    return gateway.send(as(key, gateway.posting(run + "/cancel", "")));
  }

  @Test
  void a_run_is_accepted_followed_and_shown_with_its_programs() throws Exception {
    String run = started(ann);

    String events = events(ann, run);
    assertThat(names(events)).contains("event: attempt").endsWith("event: ended");
    assertThat(events).contains("id: 1\n", "\"rows_passed\"", "\"state\":\"SOLVED\"");

    JsonNode shown = GatewayFixture.json(get(ann, run));
    assertThat(shown.path("state").stringValue()).isEqualTo("SOLVED");
    assertThat(shown.path("owner").stringValue()).isEqualTo("ann");
    assertThat(shown.path("source").stringValue()).isEqualTo("right = 1\n");
    assertThat(shown.path("rows").size()).isPositive();
    assertThat(shown.path("links").path("history").stringValue()).isEqualTo(run + "/history");
    JsonNode history = GatewayFixture.json(get(ann, run + "/history"));
    assertThat(history.path("attempts").get(0).path("source").stringValue())
        .isEqualTo("right = 1\n");
    JsonNode list = GatewayFixture.json(get(ann, "/code/runs")).path("runs");
    assertThat(list.get(0).path("pass_rate").doubleValue()).isEqualTo(1);
  }

  @Test
  void who_comes_late_gets_what_has_been_and_who_comes_back_only_the_rest() throws Exception {
    gateway.workshop.answer = "```python\nnonsense\n```";
    String run = started(ann);
    String first = events(ann, run);

    assertThat(names(first)).hasSizeGreaterThanOrEqualTo(11).endsWith("event: ended");
    assertThat(names(events(ann, run))).as("ten attempts of five rounds, and the end").hasSize(11);
    HttpResponse<String> rest =
        gateway.send(as(ann, gateway.request(run + "/events")).header("Last-Event-ID", "9"));
    assertThat(names(rest.body())).containsExactly("event: attempt", "event: ended");
    assertThat(rest.headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/event-stream");
  }

  @Test
  void events_come_while_the_run_goes_on_and_it_goes_on_without_its_listener() throws Exception {
    gateway.workshop.hold();
    String run = started(ann);
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                gateway.stream(as(ann, gateway.request(run + "/events"))),
                StandardCharsets.UTF_8))) {
      assertThat(untilData(lines)).contains("\"state\":\"");
    }

    gateway.workshop.goOn();
    assertThat(events(ann, run)).contains("\"state\":\"SOLVED\"");
  }

  private static String untilData(BufferedReader lines) throws IOException {
    String line = lines.readLine();
    while (!line.startsWith("data: ")) {
      line = lines.readLine();
    }
    return line;
  }

  @Test
  void a_run_can_be_cancelled_and_its_listeners_hear_of_it() throws Exception {
    gateway.workshop.hold();
    String run = started(ann);

    assertThat(cancel(ann, run).statusCode()).isEqualTo(200);

    assertThat(names(events(ann, run))).endsWith("event: ended");
    assertThat(GatewayFixture.json(get(ann, run)).path("state").stringValue())
        .isEqualTo("CANCELLED");
  }

  @Test
  void a_forgotten_run_is_gone() throws Exception {
    String run = started(ann);
    events(ann, run);

    HttpResponse<String> deleted = gateway.send(as(ann, gateway.request(run)).DELETE());

    assertThat(deleted.statusCode()).isEqualTo(204);
    assertProblem(get(ann, run), 404, "there is no run");
  }

  @Test
  void one_key_sees_nothing_of_anothers_runs_and_who_operates_all() throws Exception {
    String run = started(ann);
    events(ann, run);

    for (String path : List.of(run, run + "/events", run + "/history")) {
      assertProblem(get(bob, path), 404, "there is no run");
    }
    assertProblem(cancel(bob, run), 404, "there is no run");
    assertProblem(gateway.send(as(bob, gateway.request(run)).DELETE()), 404, "there is no run");
    assertThat(GatewayFixture.json(get(bob, "/code/runs")).path("runs").isEmpty()).isTrue();
    assertThat(get(operator, run).statusCode()).isEqualTo(200);
    assertThat(GatewayFixture.json(get(operator, "/code/runs")).path("runs").size()).isEqualTo(1);
    assertProblem(start(operator, PRIMES), 403, "ask");
  }

  @Test
  void too_many_runs_are_told_to_come_back() throws Exception {
    gateway.workshop.hold();
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      statuses.add(start(ann, PRIMES).statusCode());
    }

    HttpResponse<String> own = start(ann, PRIMES);
    HttpResponse<String> busy = start(bob, PRIMES);

    assertThat(statuses).containsOnly(202);
    assertProblem(own, 429, "of yours");
    assertProblem(busy, 503, "wait already");
    assertThat(busy.headers().firstValue("Retry-After")).hasValue("15");
  }

  @Test
  void what_cannot_be_started_is_said_at_once() throws Exception {
    assertProblem(start(ann, "{\"task\":\"primes\",\"rounds\":0}"), 400, "rounds");
    assertProblem(get(ann, "/code/runs/..%2F..%2Fkeys"), 400, "");
    gateway.workshop.refusal =
        new SandboxException(SandboxException.Code.REFUSED, "bwrap is missing: install bubblewrap");

    assertProblem(start(ann, PRIMES), 503, "install bubblewrap");
  }
}
