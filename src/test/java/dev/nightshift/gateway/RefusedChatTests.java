package dev.nightshift.gateway;

import static dev.nightshift.gateway.ChatCompletionsOverHttpTests.PATH;
import static dev.nightshift.gateway.ChatCompletionsOverHttpTests.body;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.serving.ServingException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusedChatTests {
  private GatewayFixture gateway;

  @BeforeAll
  void start(@TempDir Path state) {
    gateway = new GatewayFixture(state, GatewayFixture.anyPort(), (command, body, lines) -> {});
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  @AfterEach
  void heal() {
    gateway.model.failure = null;
    gateway.memory.broken = false;
  }

  private HttpResponse<String> chat(String body) throws Exception {
    return gateway.post(PATH, body);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "n | 2",
        "tools | [{\"type\":\"function\"}]",
        "tool_choice | \"required\"",
        "functions | [{\"name\":\"f\"}]",
        "logit_bias | {\"5\":1}",
        "presence_penalty | 0.5",
        "frequency_penalty | -1",
        "modalities | [\"text\",\"audio\"]",
        "audio | {\"voice\":\"x\"}",
        "top_k | 40",
      })
  void what_would_change_the_answer_is_refused(String name, String value) throws Exception {
    assertError(chat(body(",\"" + name + "\":" + value)), 400, "unsupported_parameter", name);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "temperature | 2.5",
        "temperature | \"hot\"",
        "top_p | 0",
        "max_tokens | 0",
        "max_tokens | 1.5",
        "stop | [1]",
        "stop | [\"\"]",
        "seed | 0.5",
        "stream | \"yes\"",
        "logprobs | 3",
        "top_logprobs | 2",
        "top_logprobs | 21",
        "user | 7",
      })
  void a_wrong_value_is_refused_by_its_name(String name, String value) throws Exception {
    assertError(chat(body(",\"" + name + "\":" + value)), 400, "invalid_value", name);
  }

  @Test
  void stop_texts_are_few_and_short() throws Exception {
    String most = "x".repeat(256);

    assertThat(chat(body(",\"stop\":[\"" + most + "\"]")).statusCode()).isEqualTo(200);
    assertError(chat(body(",\"stop\":[\"" + most + "x\"]")), 400, "invalid_value", "stop");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[] | messages | invalid_value",
        "[{\"role\":\"system\",\"content\":\"x\"}] | messages | invalid_value",
        "[{\"role\":\"user\",\"content\":\" \"}] | messages | invalid_value",
        "[{\"role\":\"user\",\"content\":\"\\u0001\\ud800\\u200b\"}] | messages | invalid_value",
        "[{\"role\":\"user\",\"content\":\"x\"},{\"role\":\"assistant\",\"content\":\"y\"}]"
            + " | messages | invalid_value",
        "[{\"role\":\"pirate\",\"content\":\"x\"}] | messages[0].role | invalid_value",
        "[{\"role\":\"user\"}] | messages[0].content | invalid_value",
        "[{\"role\":\"tool\",\"content\":\"x\"}] | messages[0].role | unsupported_parameter",
        "[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\"}]}]"
            + " | messages[0].content[0] | unsupported_parameter",
        "[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":1}]}]"
            + " | messages[0].content[0].text | invalid_value",
      })
  void a_conversation_that_cannot_be_answered_is_refused_by_its_place(
      String messages, String param, String code) throws Exception {
    String body = "{\"model\":\"tiny\",\"messages\":" + messages + "}";

    assertError(chat(body), 400, code, param);
  }

  @Test
  void an_unknown_model_is_not_found() throws Exception {
    assertError(chat(body("").replace("tiny", "gpt-9")), 404, "model_not_found", "model");
    assertError(
        chat("{\"messages\":[" + ChatCompletionsOverHttpTests.USER + "]}"),
        400,
        "invalid_value",
        "model");
  }

  @Test
  void failures_have_openais_shape_and_their_own_status() throws Exception {
    gateway.model.failure = new ServingException(ServingException.Code.BUSY, "64 requests wait");
    HttpResponse<String> busy = chat(body(""));
    assertError(busy, 429, "rate_limit_exceeded", null);
    assertThat(busy.headers().firstValue("Retry-After")).isPresent();
    assertThat(busy.headers().firstValue("X-Transaction-Id")).isEmpty();

    gateway.model.failure = new ServingException(ServingException.Code.TIMEOUT, "too long");
    assertError(chat(body("")), 504, "timeout", null);
    gateway.model.failure = new ServingException(ServingException.Code.UNAVAILABLE, "no engine");
    assertError(chat(body("")), 503, "unavailable", null);
    gateway.model.failure = new ServingException(ServingException.Code.REQUEST, "prompt too long");
    assertError(chat(body("")), 400, null, null);
    gateway.model.failure = null;
    gateway.memory.broken = true;
    assertError(chat(body("")), 503, "unavailable", null);
  }

  @Test
  void bodies_that_cannot_be_read_and_paths_that_are_not_there_have_it_too() throws Exception {
    assertError(chat("{\"model\":"), 400, null, null);
    assertError(chat(""), 400, null, null);
    assertError(chat("[]"), 400, "invalid_value", "body");
    assertError(
        chat(body(",\"x\":\"" + "y".repeat(1 << 20) + "\"")), 413, "request_too_large", null);
    assertError(gateway.get("/v1/nothing"), 404, "not_found", null);
    assertError(gateway.get(PATH), 405, null, null);
    HttpRequest.Builder form = gateway.request(PATH).POST(HttpRequest.BodyPublishers.ofString("q"));
    assertError(gateway.send(form.header("Content-Type", "text/plain")), 415, null, null);
  }

  private static void assertError(
      HttpResponse<String> response, int status, @Nullable String code, @Nullable String param) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/json");
    JsonNode error = GatewayFixture.json(response).path("error");
    assertThat(error.propertyNames()).containsExactlyInAnyOrder("message", "type", "param", "code");
    assertThat(error.path("message").stringValue())
        .isNotBlank()
        .doesNotContain("dev.nightshift", "tools.jackson", "\tat ");
    assertThat(error.path("code").asString(null)).isEqualTo(code);
    assertThat(error.path("param").asString(null)).isEqualTo(param);
  }
}
