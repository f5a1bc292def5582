package dev.nightshift.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Models of {@code nightshift.models} by their ids as the improver and the evaluator of the code
 * loop: one behind an OpenAI-compatible API, one on an Ollama server, through the running program.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CodeModelsIntegrationTests {
  private static final String TASK =
      """
      {"id": "double", "prompt": "Double a number.", "function": "double(n: int) -> int",
       "rows": [{"args": [1], "expected": 2}, {"args": [21], "expected": 42},
                {"args": [70001], "expected": 140002, "hidden": true}]}
      """;
  private static final String WRONG = "def double(n):\n    return n + 1\n";
  private static final String RIGHT = "def double(n):\n    return 2 * n\n";

  @SuppressWarnings("NullAway.Init")
  private FakeModelServers models;

  @SuppressWarnings("NullAway.Init")
  private RunningServer server;

  @SuppressWarnings("NullAway.Init")
  private CodeRequests requests;

  @BeforeAll
  void start(@TempDir Path home) throws IOException {
    models = new FakeModelServers();
    Files.writeString(home.resolve("writer.key"), FakeModelServers.KEY + "\n");
    server =
        new RunningServer(
            home,
            Map.ofEntries(
                Map.entry("nightshift.models.writer.backend", "openai"),
                Map.entry("nightshift.models.writer.model", "big-coder"),
                Map.entry("nightshift.models.writer.url", models.url() + "/v1"),
                Map.entry("nightshift.models.writer.api-key-file", "writer.key"),
                Map.entry("nightshift.models.critic.backend", "ollama"),
                Map.entry("nightshift.models.critic.model", "tiny"),
                Map.entry("nightshift.models.critic.url", models.url()),
                Map.entry("nightshift.code.improver", "writer"),
                Map.entry("nightshift.code.evaluator", "critic"),
                Map.entry("nightshift.code.samples", "1")));
    requests = new CodeRequests(server);
  }

  @AfterAll
  void stop() {
    server.close();
    models.close();
  }

  private String body(String more) {
    return "{\"task\":" + TASK + more + "}";
  }

  @Test
  void a_run_is_written_by_one_and_criticised_by_the_other_until_it_is_solved() throws Exception {
    models.writerStatus = 200;
    models.writes(WRONG, RIGHT);
    models.criticAsked.clear();
    models.writerAsked.clear();

    HttpResponse<String> started = requests.post("/code/runs", body(",\"rounds\":3"));
    assertThat(started.statusCode()).as(started.body()).isEqualTo(202);
    String at = started.headers().firstValue("Location").orElseThrow();
    await()
        .atMost(Duration.ofMinutes(2))
        .until(
            () ->
                !List.of("QUEUED", "RUNNING")
                    .contains(
                        CodeRequests.json(requests.get(at)).path("state").asString("QUEUED")));
    JsonNode history = CodeRequests.json(requests.get(at + "/history"));

    assertThat(CodeRequests.json(requests.get(at)).path("state").stringValue())
        .as(history.toString())
        .isEqualTo("SOLVED");
    JsonNode attempts = history.path("attempts");
    assertThat(attempts.size()).isEqualTo(2);
    assertThat(attempts.get(0).path("source").stringValue()).isEqualTo(WRONG);
    assertThat(attempts.get(1).path("source").stringValue()).isEqualTo(RIGHT);
    assertThat(attempts.get(1).path("feedback").stringValue()).isEqualTo(models.critic);

    assertThat(models.writerAsked).hasSize(2);
    assertThat(models.criticAsked).hasSize(1);
    assertThat(models.criticAsked.getFirst().path("model").stringValue()).startsWith("tiny");
    assertThat(models.criticAsked.getFirst().toString()).contains("return n + 1");
    assertThat(models.writerAsked.getFirst().path("model").stringValue()).isEqualTo("big-coder");
    assertThat(models.writerAsked.getLast().toString()).contains("Return 2 * n instead.");
    List<JsonNode> all = new ArrayList<>(models.writerAsked);
    all.addAll(models.criticAsked);
    assertThat(all).noneMatch(asked -> asked.toString().contains("70001"));
  }

  @Test
  void single_steps_are_done_by_them_too() throws Exception {
    models.writerStatus = 200;
    models.writes(WRONG, RIGHT);

    JsonNode draft = CodeRequests.json(requests.post("/code/generate", body("")));
    assertThat(draft.path("source").stringValue()).isEqualTo(WRONG);
    assertThat(draft.path("model").stringValue()).contains("big-coder");

    JsonNode revised =
        CodeRequests.json(
            requests.post("/code/refactor", body(",\"source\":\"def double(n):\\n    return 1\"")));
    assertThat(revised.path("feedback").stringValue()).isEqualTo(models.critic);
    assertThat(revised.path("better").booleanValue()).as(revised.toString()).isTrue();
  }

  @Test
  void a_server_that_has_no_time_is_said_so_and_is_asked_again_the_next_time() throws Exception {
    models.writes(RIGHT);
    models.writerStatus = 503;
    HttpResponse<String> refused = requests.post("/code/generate", body(""));
    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(429);
    assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    assertThat(refused.body()).doesNotContain(FakeModelServers.KEY);

    models.writerStatus = 200;
    assertThat(requests.post("/code/generate", body("")).statusCode()).isEqualTo(200);
  }
}
