package dev.nightshift.gateway;

import static dev.nightshift.gateway.AskingOverHttpTests.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Objects that say something twice, of which each reader believes another. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RepeatedFieldsTests {
  private GatewayFixture gateway;

  @BeforeAll
  void start(@TempDir Path state) {
    gateway = new GatewayFixture(state, GatewayFixture.anyPort(), (c, b, lines) -> {});
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  @Test
  void a_question_is_asked_once() throws Exception {
    assertProblem(
        gateway.post("/ask", "{\"question\":\"Why?\",\"question\":\"Who?\"}"),
        400,
        "the field question twice");
  }

  @Test
  void a_schema_that_a_client_sends_says_a_thing_once() throws Exception {
    String schema =
        "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\",\"type\":\"number\"}}}";
    HttpResponse<String> response =
        gateway.post(
            ChatCompletionsOverHttpTests.PATH,
            ChatCompletionsOverHttpTests.body(
                ",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"x\",\"schema\":"
                    + schema
                    + "}}"));

    assertThat(response.statusCode()).isEqualTo(400);
    JsonNode error = GatewayFixture.json(response).path("error");
    assertThat(error.path("message").stringValue())
        .contains("response_format/json_schema/schema/properties/a/type twice");
    assertThat(error.path("type").stringValue()).isEqualTo("invalid_request_error");
  }

  @Test
  void feedback_and_what_it_corrects_say_a_thing_once() throws Exception {
    String id =
        gateway
            .post("/generate/phi3/", "{\"prompt\":\"ACME?\"}")
            .headers()
            .firstValue("X-Transaction-Id")
            .orElseThrow();
    String twice = FakeGeneration.VALID.replace("{", "{\"ticker\": \"ACNE\", ");
    ObjectNode asText =
        JsonMapper.shared()
            .createObjectNode()
            .put("transaction_id", id)
            .put("feedback_type", "correction")
            .put("corrected_proposal", twice);

    assertProblem(
        gateway.post(
            "/feedback/phi3/",
            "{\"transaction_id\":\"%s\",\"feedback_type\":\"correction\",\"corrected_proposal\":%s}"
                .formatted(id, twice)),
        400,
        "corrected_proposal/ticker twice");
    assertProblem(
        gateway.post("/feedback/phi3/", asText.toString()), 400, "has the field ticker twice");
    assertProblem(
        gateway.post(
            "/feedback",
            "{\"id\":\"%s\",\"correction\":\"HOLD\",\"correction\":\"SELL\"}".formatted(id)),
        400,
        "the field correction twice");
    assertThat(gateway.memory.find(id).orElseThrow().feedback()).isEmpty();
  }
}
