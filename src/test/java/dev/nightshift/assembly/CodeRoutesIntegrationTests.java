package dev.nightshift.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Programs over HTTP by the default model, through the running program and its sandbox. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CodeRoutesIntegrationTests {
  @SuppressWarnings("NullAway.Init")
  private RunningServer server;

  @SuppressWarnings("NullAway.Init")
  private CodeRequests requests;

  @BeforeAll
  void start(@TempDir Path home) {
    server =
        new RunningServer(
            home,
            Map.of(
                "nightshift.code.max-tokens", "120",
                "nightshift.code.feedback-tokens", "40",
                "nightshift.code.samples", "1"));
    requests = new CodeRequests(server);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private static String of(String task, String source) {
    return JsonMapper.shared()
        .createObjectNode()
        .put("task", task)
        .put("source", source)
        .toString();
  }

  @Test
  void the_default_model_writes_a_program_and_the_sandbox_judges_it() throws Exception {
    HttpResponse<String> written = requests.post("/code/generate", "{\"task\":\"primes\"}");
    assertThat(written.statusCode()).as(written.body()).isEqualTo(200);
    JsonNode draft = CodeRequests.json(written);
    assertThat(draft.path("model").stringValue()).isNotBlank();
    assertThat(draft.path("instructions").intValue()).isPositive();
    String source = draft.path("source").stringValue();
    assertThat(source)
        .as("greedy, so it is the same on every machine that computes alike")
        .isNotBlank();

    HttpResponse<String> judged = requests.post("/code/evaluate", of("primes", source));

    assertThat(judged.statusCode()).as(judged.body()).isEqualTo(200);
    JsonNode verdict = CodeRequests.json(judged);
    assertThat(verdict.path("rows").size()).isEqualTo(6);
    assertThat(verdict.path("pass_rate").doubleValue()).isBetween(0.0, 1.0);
    assertThat(verdict.path("passed").booleanValue())
        .isEqualTo(
            verdict.path("tests_passed").booleanValue()
                && verdict
                    .path("rows")
                    .valueStream()
                    .allMatch(r -> r.path("passed").booleanValue()));
  }

  @Test
  void a_right_program_passes_with_all_three_parts_of_what_it_is_worth() throws Exception {
    String source = Files.readString(Path.of("src/test/resources/solutions/primes.py"));
    String body = of("primes", source).replaceFirst("\\{", "{\"appraise\":true,");

    HttpResponse<String> judged = requests.post("/code/evaluate", body);

    assertThat(judged.statusCode()).as(judged.body()).isEqualTo(200);
    JsonNode verdict = CodeRequests.json(judged);
    assertThat(verdict.path("passed").booleanValue()).as(judged.body()).isTrue();
    assertThat(verdict.path("tests_passed").booleanValue()).isTrue();
    assertThat(verdict.path("appraisal").propertyNames())
        .contains("correctness", "efficiency", "practice");
  }

  @Test
  void a_program_that_is_wrong_or_refused_says_where() throws Exception {
    JsonNode wrong =
        CodeRequests.json(
            requests.post(
                "/code/evaluate", of("primes", "def first_primes(n):\n    return [2, 3, 5]\n")));
    assertThat(wrong.path("passed").booleanValue()).isFalse();
    assertThat(wrong.path("pass_rate").doubleValue()).isBetween(0.1, 0.9);

    JsonNode refused =
        CodeRequests.json(
            requests.post(
                "/code/evaluate",
                of("primes", "import os\ndef first_primes(n):\n    return os.sep\n")));
    assertThat(refused.path("problems").toString()).contains("line 1", "os may not be imported");
  }

  @Test
  void a_run_of_one_round_comes_to_an_end_and_is_kept_with_its_history() throws Exception {
    HttpResponse<String> started =
        requests.post("/code/runs", "{\"task\":\"median\",\"rounds\":1}");
    assertThat(started.statusCode()).as(started.body()).isEqualTo(202);
    String at = started.headers().firstValue("Location").orElseThrow();

    await()
        .atMost(Duration.ofMinutes(4))
        .pollInterval(Duration.ofMillis(500))
        .until(() -> over(CodeRequests.json(requests.get(at))));

    JsonNode run = CodeRequests.json(requests.get(at));
    assertThat(run.path("state").stringValue()).as(run.toString()).isIn("SOLVED", "UNSOLVED");
    assertThat(
            CodeRequests.json(requests.get("/code/history?task=median"))
                .path("runs")
                .get(0)
                .path("id"))
        .isEqualTo(run.path("id"));
  }

  private static boolean over(JsonNode run) {
    return !List.of("QUEUED", "RUNNING").contains(run.path("state").asString("QUEUED"));
  }
}
