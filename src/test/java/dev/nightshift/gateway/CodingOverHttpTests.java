package dev.nightshift.gateway;

import static dev.nightshift.gateway.AskingOverHttpTests.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.sandbox.SandboxException;
import dev.nightshift.serving.ServingException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The single steps. */
class CodingOverHttpTests {
  private static final String INLINE =
      """
      {"id": "plus", "prompt": "Add.", "function": "plus(a, b)",
       "rows": [{"args": [1, 2], "expected": 3},
                {"args": [40001, 2], "expected": 40003, "hidden": true}]}
      """;

  @TempDir Path state;
  private GatewayFixture gateway;

  @BeforeEach
  void start() {
    gateway = new GatewayFixture(state, GatewayFixture.anyPort(), (c, b, lines) -> {});
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private HttpResponse<String> post(String path, String task, String more) throws Exception {
    return gateway.post("/code/" + path, "{\"task\":" + task + more + "}");
  }

  private static String source(String program) {
    return ",\"source\":" + JsonMapper.shared().writeValueAsString(program);
  }

  @Test
  void a_program_is_written_for_a_task_by_its_name_and_for_one_that_is_sent() throws Exception {
    JsonNode named = GatewayFixture.json(post("generate", "\"primes\"", ""));
    JsonNode inline = GatewayFixture.json(post("generate", INLINE, ""));

    assertThat(named.path("task").stringValue()).isEqualTo("primes");
    assertThat(named.path("source").stringValue()).isEqualTo("right = 1\n");
    assertThat(named.path("model").stringValue()).isEqualTo("writer");
    assertThat(inline.path("task").stringValue()).isEqualTo("plus");
    assertThat(gateway.workshop.asked.getLast())
        .contains("plus(1, 2) returns 3")
        .doesNotContain("40001", "40003");
  }

  @Test
  void a_program_is_judged_row_by_row_and_its_owner_sees_the_hidden_ones() throws Exception {
    JsonNode right = GatewayFixture.json(post("evaluate", INLINE, source("right")));
    JsonNode wrong = GatewayFixture.json(post("evaluate", INLINE, source("x = 1")));

    assertThat(right.path("passed").booleanValue()).isTrue();
    assertThat(right.path("rows").get(1).path("expected").stringValue()).isEqualTo("40003");
    assertThat(right.path("rows").get(1).path("hidden").booleanValue()).isTrue();
    assertThat(wrong.path("passed").booleanValue()).isFalse();
    assertThat(wrong.path("pass_rate").doubleValue()).isZero();
    assertThat(wrong.path("problems").get(0).stringValue()).isEqualTo("row-1: another value");
  }

  @Test
  void growth_and_practice_are_told_to_who_asks_for_them() throws Exception {
    JsonNode without = GatewayFixture.json(post("evaluate", INLINE, source("right")));
    JsonNode with =
        GatewayFixture.json(post("evaluate", INLINE, source("right") + ",\"appraise\":true"));

    assertThat(without.path("appraisal").isNull()).isTrue();
    assertThat(with.path("passed").booleanValue()).isTrue();
    JsonNode appraisal = with.path("appraisal");
    assertThat(appraisal.path("correctness").doubleValue()).isEqualTo(1);
    assertThat(appraisal.path("efficiency").path("time").stringValue()).isEqualTo("O(n)");
    assertThat(appraisal.path("efficiency").path("memory").isNull()).isTrue();
    assertThat(appraisal.path("efficiency").path("memory_reason").stringValue())
        .isEqualTo("too small to be seen");
    assertThat(appraisal.path("practice").path("remarks").get(0).path("rule").stringValue())
        .isEqualTo("bare-except");
    assertThat(appraisal.path("practice").path("checkers").get(0).path("version").stringValue())
        .isEqualTo("0.17.6");
  }

  @Test
  void a_wrong_program_is_written_again_and_both_are_judged() throws Exception {
    JsonNode revision =
        GatewayFixture.json(
            post("refactor", INLINE, source("x = 1") + ",\"feedback\":\"Add them.\""));

    assertThat(revision.path("better").booleanValue()).isTrue();
    assertThat(revision.path("before").path("passed").booleanValue()).isFalse();
    assertThat(revision.path("after").path("passed").booleanValue()).isTrue();
    assertThat(gateway.workshop.asked.getLast())
        .contains("Add them.", "x = 1")
        .doesNotContain("40001", "40003");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | task is missing",
        "{'task':'nothing'} | there is no task nothing",
        "{'task':'../../etc/passwd'} | there is no task",
        "{'task':7} | must be a name, or an object",
        "{'task':{'prompt':'x','stdin':true,'rows':[{'stdin':1,'expected':'b','hidden':[]}]}}"
            + " | rows[0].hidden",
        "{'task':{'prompt':'x','stdin':true,'rows':[{'stdin':'a','expected':1}]}} | row-1 needs",
        "{'task':{'prompt':'x','function':'f()','rows':[{'args':[],'expected':1}],"
            + "'limits':{'seconds':99}}} | limits.seconds",
        "{'task':{'prompt':'x','extra':1}} | \"extra\" is not known there",
        "{'tusk':'primes'} | unknown field tusk"
      })
  void what_is_wrong_with_a_task_is_said_with_its_place(String body, String words)
      throws Exception {
    assertProblem(gateway.post("/code/generate", body.replace('\'', '"')), 400, words);
  }

  @Test
  void no_file_of_the_server_is_a_task() throws Exception {
    Path file = Files.writeString(state.resolve("task.yaml"), "prompt: x\nstdin: true\ntests: '1'");

    assertProblem(
        post("generate", JsonMapper.shared().writeValueAsString(file.toString()), ""),
        400,
        "there is no task");
  }

  @Test
  void a_program_is_needed_and_has_a_largest_size() throws Exception {
    assertProblem(post("evaluate", "\"primes\"", ""), 400, "source is missing");
    assertProblem(post("evaluate", "\"primes\"", source("x".repeat(100_001))), 400, "100001");
    assertProblem(
        post("refactor", "\"primes\"", source("x") + ",\"feedback\":\"" + "y".repeat(8001) + "\""),
        400,
        "feedback has 8001");
  }

  @Test
  void without_a_sandbox_it_says_what_to_install() throws Exception {
    gateway.workshop.refusal =
        new SandboxException(SandboxException.Code.REFUSED, "bwrap is missing: install bubblewrap");

    HttpResponse<String> response = post("evaluate", "\"primes\"", source("x"));

    assertProblem(response, 503, "install bubblewrap");
    assertThat(response.headers().firstValue("Retry-After")).hasValue("60");
  }

  @Test
  void a_model_that_is_away_is_no_secret_but_where_it_is() throws Exception {
    gateway.workshop.failure =
        new ServingException(ServingException.Code.UNAVAILABLE, "no server at http://10.0.0.7");

    HttpResponse<String> response = post("generate", "\"primes\"", "");

    assertProblem(response, 503, "the model cannot answer");
    assertThat(response.body()).doesNotContain("10.0.0.7");
  }

  @Test
  void more_steps_at_once_than_may_are_told_to_come_back() throws Exception {
    gateway.workshop.hold();
    Thread first = Thread.ofVirtual().start(() -> quietly("generate"));
    while (gateway.workshop.asked.isEmpty()) {
      Thread.onSpinWait();
    }

    HttpResponse<String> second = post("generate", "\"primes\"", "");
    gateway.workshop.goOn();
    first.join();

    assertProblem(second, 503, "already");
    assertThat(second.headers().firstValue("Retry-After")).hasValue("15");
    assertThat(post("generate", "\"primes\"", "").statusCode()).isEqualTo(200);
  }

  private void quietly(String path) {
    try {
      post(path, "\"primes\"", "");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
