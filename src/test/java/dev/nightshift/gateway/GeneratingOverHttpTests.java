package dev.nightshift.gateway;

import static dev.nightshift.gateway.AskingOverHttpTests.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.exchange.Exchange;
import dev.nightshift.exchange.Outcome;
import dev.nightshift.serving.Question;
import dev.nightshift.serving.ServingException;
import dev.nightshift.serving.Turn;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The sidecar's endpoints that generate. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GeneratingOverHttpTests {
  private static final String PROMPT = "{\"prompt\":\"ACME rose 4 %%.\",\"max_length\":%d}";

  private GatewayFixture gateway;
  private FakeGeneration models;
  private Path log;

  @BeforeAll
  void start(@TempDir Path state) {
    gateway = new GatewayFixture(state, GatewayFixture.anyPort(), (command, body, lines) -> {});
    models = gateway.generation;
    log = state.resolve("logs/phi3_feedback_log.jsonl");
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  @AfterEach
  void heal() {
    models.hermes.failure = null;
    models.phi3.failure = null;
    models.phi3.says(FakeGeneration.VALID);
    models.phi3.asked.clear();
    models.hermes.asked.clear();
    gateway.memory.broken = false;
  }

  @Test
  void who_waits_for_a_proposal_waits_no_longer_for_both_halves() throws Exception {
    gateway.send(gateway.posting("/propose/plain", PROMPT.formatted(7)).header("Prefer", "wait=3"));

    Duration first = models.phi3.asked.getLast().options().timeout();
    assertThat(first).isEqualTo(Duration.ofSeconds(3));
    assertThat(models.hermes.asked.getLast().options().timeout()).isLessThan(first);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/generate/", "/generate", "/generate/hermes/", "/generate/hermes"})
  void text_goes_by_a_transaction(String path) throws Exception {
    HttpResponse<String> response = gateway.post(path, PROMPT.formatted(7));

    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    JsonNode reply = GatewayFixture.json(response);
    assertThat(reply.path("generated_text").stringValue()).isEqualTo("It is sound.");
    String transaction = header(response, "X-Transaction-Id");
    assertThat(reply.path("transaction_id").stringValue()).isEqualTo(transaction);
    Question asked = models.hermes.asked.getLast();
    assertThat(asked.options().maxTokens()).isEqualTo(7);
    assertThat(asked.options().constraint()).isNull();
    Exchange exchange = gateway.memory.find(transaction).orElseThrow().exchange();
    assertThat(exchange.question()).isEqualTo("ACME rose 4 %.");
    assertThat(exchange.context().profile()).isEmpty();
    assertThat(exchange.context().elsewhere()).isTrue();
  }

  @Test
  void a_structured_model_replies_with_the_object_itself() throws Exception {
    HttpResponse<String> response =
        gateway.post("/generate/", "{\"prompt\":\"p\",\"model_id\":\"phi3\"}");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(header(response, "Content-Type")).startsWith("application/json");
    assertThat(GatewayFixture.json(response))
        .isEqualTo(JsonMapper.shared().readTree(FakeGeneration.VALID));
    Question asked = models.phi3.asked.getLast();
    assertThat(asked.options().constraint()).isNotNull();
    assertThat(asked.options().maxTokens()).isEqualTo(256);
    Exchange exchange = transaction(response);
    assertThat(exchange.context().profile()).isEqualTo("phi3");
    assertThat(exchange.answer()).isEqualTo(FakeGeneration.VALID);
  }

  @Test
  void corrections_that_stood_in_the_prompt_are_named() throws Exception {
    String body = "{\"prompt\":\"Which cheese?\"}";

    HttpResponse<String> text = gateway.post("/generate/hermes/", body);
    assertThat(header(text, "X-Corrections")).isEqualTo("x0");
    assertThat(GatewayFixture.json(text).at("/corrections/0/exchange_id").stringValue())
        .isEqualTo("x0");
    assertThat(header(gateway.post("/generate/phi3/", body), "X-Corrections")).isEqualTo("x0");
    assertThat(gateway.post("/generate/phi3/", PROMPT.formatted(9)).headers().map())
        .doesNotContainKey("x-corrections");
  }

  @Test
  void an_object_that_breaks_the_schema_is_repaired_once() throws Exception {
    models.phi3.says(FakeGeneration.INVALID, FakeGeneration.VALID);

    HttpResponse<String> response = gateway.post("/generate/phi3/", PROMPT.formatted(99));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(models.phi3.asked).hasSize(2);
    List<Turn> turns = models.phi3.asked.getLast().turns();
    assertThat(turns.get(1)).isEqualTo(Turn.assistant(FakeGeneration.INVALID));
    assertThat(turns.getLast().content()).contains("/confidence", "rationale", "\"LONG\"");
    Exchange exchange = transaction(response);
    assertThat(exchange.answer()).isEqualTo(FakeGeneration.VALID);
    assertThat(exchange.question()).isEqualTo("ACME rose 4 %.");
    assertThat(exchange.outcome()).isEqualTo(new Outcome(true, Outcome.Cause.CONFIDENCE));
    assertThat(exchange.promptTokens()).isEqualTo(10);
  }

  @Test
  void one_that_still_breaks_it_is_a_502_and_a_failure_for_the_night() throws Exception {
    models.phi3.says(FakeGeneration.INVALID);

    HttpResponse<String> response = gateway.post("/generate/phi3/", PROMPT.formatted(99));

    assertProblem(response, 502, "phi3 breaks its schema");
    JsonNode violations = GatewayFixture.json(response).path("violations");
    assertThat(violations.size()).isEqualTo(2);
    assertThat(violations.valueStream().map(v -> v.path("pointer").stringValue()))
        .containsExactlyInAnyOrder("/confidence", "");
    Exchange exchange = transaction(response);
    assertThat(exchange.outcome()).isEqualTo(new Outcome(false, Outcome.Cause.VERIFIER));
    assertThat(exchange.answer()).isEqualTo(FakeGeneration.INVALID);
    assertThat(models.phi3.asked).hasSize(2);
  }

  @Test
  void what_is_no_json_breaks_the_schema_too() throws Exception {
    models.phi3.says("Sure! Here it is.");

    HttpResponse<String> response = gateway.post("/generate/phi3/", PROMPT.formatted(99));

    assertProblem(response, 502, "breaks its schema");
    assertThat(response.body()).contains("is not JSON");
  }

  @Test
  void wrong_ids_and_models_that_are_not_loaded_have_the_sidecars_shape() throws Exception {
    for (HttpResponse<String> wrong :
        List.of(
            gateway.post("/generate/", "{\"prompt\":\"p\",\"model_id\":\"gpt\"}"),
            gateway.post("/generate/gpt/", "{\"prompt\":\"p\"}"))) {
      assertThat(wrong.statusCode()).isEqualTo(400);
      assertThat(wrong.body())
          .isEqualTo(
              "{\"error\":\"Invalid model_id specified. Choose 'hermes', 'phi3' or 'broken'.\","
                  + "\"specified_model_id\":\"gpt\"}");
    }
    HttpResponse<String> away = gateway.post("/generate/broken/", "{\"prompt\":\"p\"}");
    assertThat(away.statusCode()).isEqualTo(503);
    assertThat(away.body())
        .isEqualTo("{\"error\":\"broken model not loaded. Please check server logs.\"}");
    assertThat(away.headers().firstValue("Retry-After")).isPresent();
  }

  @Test
  void other_failures_are_problems() throws Exception {
    assertProblem(gateway.post("/generate/", "{\"prompt\":\" \"}"), 400, "prompt");
    assertProblem(
        gateway.post("/generate/", "{\"prompt\":\"p\",\"max_length\":0}"), 400, "max_length");
    assertProblem(
        gateway.post("/generate/", "{\"prompt\":\"p\",\"max_tokens\":1}"), 400, "max_tokens");
    models.phi3.failure = new ServingException(ServingException.Code.BUSY, "64 requests wait");
    assertProblem(gateway.post("/generate/phi3/", "{\"prompt\":\"p\"}"), 429, "64 requests");
    gateway.memory.broken = true;
    assertProblem(gateway.post("/generate/hermes/", "{\"prompt\":\"p\"}"), 503, "log says why");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/propose_trade_adjustments/",
        "/propose_trade_adjustments",
        "/propose/trade_adjustments",
        "/propose/trade_adjustments/"
      })
  void a_proposal_is_assessed_and_the_pair_written_down(String path) throws Exception {
    HttpResponse<String> response = gateway.post(path, PROMPT.formatted(99));

    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    JsonNode reply = GatewayFixture.json(response);
    assertThat(reply.propertyNames())
        .containsExactly("phi3_proposal", "hermes_assessment", "transaction_id");
    assertThat(reply.at("/phi3_proposal/side").stringValue()).isEqualTo("LONG");
    assertThat(reply.path("hermes_assessment").stringValue()).isEqualTo("It is sound.");
    assertThat(models.hermes.asked.getLast().text())
        .isEqualTo("Assess " + FakeGeneration.VALID + " for ACME rose 4 %.");
    assertThat(transaction(response).context().profile()).isEqualTo("phi3");
    assertThat(gateway.memory.find(header(response, "X-Assessment-Transaction-Id"))).isPresent();
    JsonNode line = lastLine();
    assertThat(line.propertyNames())
        .containsExactly("transaction_id", "timestamp", "phi3_proposal", "hermes_assessment");
    assertThat(line.path("transaction_id")).isEqualTo(reply.path("transaction_id"));
    assertThat(line.path("phi3_proposal")).isEqualTo(reply.path("phi3_proposal"));
  }

  @Test
  void a_flow_of_ones_own_has_plain_names() throws Exception {
    JsonNode reply = GatewayFixture.json(gateway.post("/propose/plain", PROMPT.formatted(9)));

    assertThat(reply.propertyNames()).containsExactly("proposal", "assessment", "transaction_id");
    assertProblem(
        gateway.post("/propose/mine", PROMPT.formatted(9)), 404, "'trade_adjustments' or 'plain'");
  }

  @Test
  void a_half_that_fails_is_told_with_what_is_known_of_the_other() throws Exception {
    models.phi3.says(FakeGeneration.INVALID);
    HttpResponse<String> unproposed =
        gateway.post("/propose_trade_adjustments/", PROMPT.formatted(99));
    assertThat(unproposed.statusCode()).isEqualTo(502);
    JsonNode told = GatewayFixture.json(unproposed);
    assertThat(told.propertyNames()).containsExactly("error", "phi3_details");
    assertThat(told.path("error").stringValue()).isEqualTo("phi3 gave no valid proposal");
    assertThat(told.at("/phi3_details/violations").size()).isEqualTo(2);

    models.phi3.says(FakeGeneration.VALID);
    models.hermes.failure = new ServingException(ServingException.Code.TIMEOUT, "took too long");
    HttpResponse<String> unassessed =
        gateway.post("/propose_trade_adjustments/", PROMPT.formatted(99));
    assertThat(unassessed.statusCode()).isEqualTo(504);
    JsonNode half = GatewayFixture.json(unassessed);
    assertThat(half.path("error").stringValue()).contains("hermes gave no assessment");
    assertThat(half.at("/phi3_details/proposal/ticker").stringValue()).isEqualTo("ACME");
    assertThat(half.at("/phi3_details/transaction_id").stringValue())
        .isEqualTo(header(unassessed, "X-Transaction-Id"));
  }

  private Exchange transaction(HttpResponse<String> response) {
    return gateway.memory.find(header(response, "X-Transaction-Id")).orElseThrow().exchange();
  }

  private static String header(HttpResponse<String> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  private JsonNode lastLine() throws IOException {
    return JsonMapper.shared().readTree(Files.readAllLines(log).getLast());
  }
}
