package dev.nightshift.gateway;

import static dev.nightshift.gateway.AskingOverHttpTests.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.access.NewKey;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class CodeVersionsOverHttpTests {
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
    gateway.workshop.listeners.add(gateway.versions.listener());
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private static HttpRequest.Builder as(NewKey key, HttpRequest.Builder request) {
    return request.header("Authorization", "Bearer " + key.secret());
  }

  private HttpResponse<String> get(NewKey key, String path) throws Exception {
    return gateway.send(as(key, gateway.request(path)));
  }

  /** The id of a run of ann's that is over. */
  private String run() throws Exception {
    HttpResponse<String> started =
        gateway.send(as(ann, gateway.posting("/code/runs", "{\"task\":\"primes\"}")));
    String at = started.headers().firstValue("Location").orElseThrow();
    assertThat(get(ann, at + "/events").body()).contains("event: ended");
    return at.substring(at.lastIndexOf('/') + 1);
  }

  @Test
  void a_run_is_kept_and_its_programs_can_be_had_and_compared() throws Exception {
    String run = run();

    JsonNode kept = GatewayFixture.json(get(ann, "/code/history"));
    assertThat(kept.path("runs").get(0).path("id").stringValue()).isEqualTo(run);
    assertThat(kept.path("runs").get(0).path("attempts").get(0).path("rows_passed").intValue())
        .isPositive();
    assertThat(GatewayFixture.json(get(ann, "/code/history?task=roman")).path("runs").isEmpty())
        .isTrue();
    JsonNode program = GatewayFixture.json(get(ann, "/code/versions/" + run + ":best"));
    assertThat(program.path("source").stringValue()).isEqualTo("right = 1\n");
    assertThat(program.path("name").stringValue()).isEqualTo(run + ":1");
    String both = "/code/diff?a=" + run + ":1&b=" + run + ":best";
    assertThat(GatewayFixture.json(get(ann, both)).path("text").stringValue()).isEmpty();
  }

  @Test
  void one_key_sees_nothing_of_anothers_runs_and_solutions_are_who_operates() throws Exception {
    String run = run();

    assertThat(GatewayFixture.json(get(bob, "/code/history")).path("runs").isEmpty()).isTrue();
    for (String name :
        List.of(run + ":1", run + ":best", run.substring(0, 8) + ":1", "primes:v1", "nonsense")) {
      assertProblem(get(bob, "/code/versions/" + name), 404, "among your runs");
      assertProblem(get(bob, "/code/diff?a=" + name + "&b=" + run + ":1"), 404, "among your runs");
    }
    assertProblem(get(ann, "/code/versions/primes:v1"), 404, "among your runs");
    assertThat(get(operator, "/code/versions/primes:v1").statusCode()).isEqualTo(200);
    assertProblem(get(operator, "/code/versions/primes:v2"), 404, "no solution primes:v2");
    JsonNode all = GatewayFixture.json(get(operator, "/code/history"));
    assertThat(all.path("runs").size()).isEqualTo(1);
    assertThat(all.path("solutions").get(0).path("reason").stringValue()).contains("first");
    JsonNode primes = GatewayFixture.json(get(operator, "/code/history?task=primes"));
    assertThat(primes.path("solutions").size()).isEqualTo(1);
    JsonNode roman = GatewayFixture.json(get(operator, "/code/history?task=roman"));
    assertThat(roman.path("solutions").isEmpty()).isTrue();
    assertThat(GatewayFixture.json(get(ann, "/code/history")).path("solutions").isEmpty()).isTrue();
    assertProblem(get(ann, "/code/history?most=0"), 400, "most");
  }

  private HttpResponse<String> adopt(NewKey key, String name) throws Exception {
    return gateway.send(
        as(key, gateway.posting("/code/versions/" + name + "/adopt", "{\"reason\":\"mine\"}")));
  }

  @Test
  void who_operates_adopts_an_attempt_that_passes_when_it_is_judged_again() throws Exception {
    String run = run();
    gateway.workshop.answer = "```python\nright = 1 # and longer\n```";
    String longer = run();

    assertThat(adopt(ann, longer + ":1").statusCode()).isEqualTo(403);
    HttpResponse<String> adopted = adopt(operator, longer + ":1");
    assertThat(adopted.statusCode()).isEqualTo(200);
    assertThat(GatewayFixture.json(adopted).path("version").intValue()).isEqualTo(2);
    assertThat(GatewayFixture.json(adopted).path("reason").stringValue())
        .startsWith("by hand: mine; judged again");
    assertThat(GatewayFixture.json(adopt(operator, "primes:v1")).path("verdict").stringValue())
        .isEqualTo("CHOSEN");
    assertThat(GatewayFixture.json(adopt(operator, run + ":1")).path("version").intValue())
        .as("it is in force already")
        .isEqualTo(1);
    assertProblem(adopt(operator, run + ":7"), 404, ":7");
  }

  @Test
  void one_that_does_not_pass_is_refused() throws Exception {
    gateway.workshop.answer = "```python\nwrong = 1\n```";
    String run = run();

    assertProblem(adopt(operator, run + ":1"), 409, "does not pass primes");
  }

  @Test
  void a_run_that_is_deleted_is_not_kept_either() throws Exception {
    String run = run();

    gateway.send(as(ann, gateway.request("/code/runs/" + run)).DELETE());

    assertThat(GatewayFixture.json(get(operator, "/code/history")).path("runs").isEmpty()).isTrue();
    assertProblem(get(operator, "/code/versions/" + run + ":1"), 404, "no run");
  }
}
