package dev.nightshift.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.exchange.Answer;
import dev.nightshift.exchange.Exchange;
import dev.nightshift.exchange.Outcome;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Chats whose answers must be valid against a schema, on backends that may break it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CheckedChatTests {
  private static final String SCHEMA =
      "{\"type\":\"object\",\"properties\":{\"ok\":{\"type\":\"boolean\"}},\"required\":[\"ok\"]}";
  private static final String FORMAT = format(SCHEMA);

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
    gateway.model.script = null;
    gateway.model.keepsConstraints = false;
    gateway.generation.phi3.says(FakeGeneration.VALID);
  }

  private static String format(String schema) {
    return ",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\",\"schema\":"
        + schema
        + "}}";
  }

  private static String body(String members) {
    return ChatCompletionsOverHttpTests.body(members);
  }

  private HttpResponse<String> chat(String body) throws Exception {
    return gateway.post(ChatCompletionsOverHttpTests.PATH, body);
  }

  private HttpResponse<String> phi3(String members) throws Exception {
    return chat(body(members).replace("\"tiny\"", "\"phi3\""));
  }

  private Exchange lastRemembered() {
    return gateway.memory.exchanges.getLast();
  }

  private static Answer answer(String text) {
    return new Answer(text, 0.9, "tiny", "base", "r", Duration.ofMillis(1), 5, 1, List.of());
  }

  private static JsonNode error(HttpResponse<String> response) {
    return GatewayFixture.json(response).path("error");
  }

  @Test
  void a_stream_shows_nothing_but_the_valid_answer() throws Exception {
    gateway.generation.phi3.says(FakeGeneration.INVALID, FakeGeneration.VALID);
    HttpResponse<String> response = phi3(",\"stream\":true");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).contains("It rose.", "[DONE]").doesNotContain("confidence\\\": 7");
    assertThat(lastRemembered().answer()).isEqualTo(FakeGeneration.VALID);
  }

  @Test
  void an_invalid_answer_before_the_first_event_is_a_status_and_a_failure() throws Exception {
    gateway.generation.phi3.says(FakeGeneration.INVALID);
    HttpResponse<String> response = phi3(",\"stream\":true");

    assertThat(response.statusCode()).as(response.body()).isEqualTo(502);
    assertThat(error(response).path("code").stringValue()).isEqualTo("invalid_answer");
    assertThat(error(response).path("message").stringValue()).contains("confidence", "rationale");
    assertThat(lastRemembered().outcome()).isEqualTo(new Outcome(false, Outcome.Cause.VERIFIER));
    assertThat(response.headers().firstValue("X-Transaction-Id")).contains(lastRemembered().id());
  }

  @Test
  void an_invalid_answer_later_is_the_last_event() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    gateway.model.script =
        (question, listener) -> {
          await(begun);
          listener.piece("{}");
          return answer("{}");
        };
    try (InputStream events =
        gateway.stream(
            gateway.posting(
                ChatCompletionsOverHttpTests.PATH, body(FORMAT + ",\"stream\":true")))) {
      byte[] opening = events.readNBytes(10);
      begun.countDown();
      String rest = new String(events.readAllBytes(), StandardCharsets.UTF_8);

      assertThat(new String(opening, StandardCharsets.UTF_8)).startsWith("data: {");
      assertThat(rest)
          .contains(
              "data: {\"error\":{\"message\":\"the answer breaks its schema", "invalid_answer")
          .doesNotContain("[DONE]", "\"content\":\"{}\"");
    }
    assertThat(lastRemembered().outcome().success()).isFalse();
  }

  @Test
  void what_a_backend_keeps_is_shown_as_it_comes_and_checked_all_the_same() throws Exception {
    gateway.model.keepsConstraints = true;
    gateway.model.script =
        (question, listener) -> {
          listener.piece("{\"ok\":");
          listener.piece("1}");
          return answer("{\"ok\":1}");
        };
    int before = gateway.model.asked.get();
    HttpResponse<String> response = chat(body(FORMAT + ",\"stream\":true"));

    assertThat(response.body()).contains("ok", "invalid_answer").doesNotContain("[DONE]");
    assertThat(gateway.model.asked.get() - before).as("pieces cannot be taken back").isEqualTo(1);
    assertThat(lastRemembered().outcome()).isEqualTo(new Outcome(false, Outcome.Cause.VERIFIER));
  }

  @Test
  void a_clients_own_schema_is_checked_on_the_way_out() throws Exception {
    gateway.model.script = (question, listener) -> answer("{\"ok\":1}");
    HttpResponse<String> wrong = chat(body(FORMAT));
    assertThat(wrong.statusCode()).isEqualTo(502);
    assertThat(error(wrong).path("message").stringValue()).contains("/ok");

    gateway.model.script = (question, listener) -> answer("{\"ok\":true}");
    assertThat(chat(body(FORMAT)).statusCode()).isEqualTo(200);

    gateway.model.script = (question, listener) -> answer("Paris");
    String object = ",\"response_format\":{\"type\":\"json_object\"}";
    assertThat(chat(body(object)).statusCode()).isEqualTo(502);
  }

  @Test
  void a_schema_that_is_none_is_refused_by_its_place() throws Exception {
    int before = gateway.model.asked.get();
    HttpResponse<String> response = chat(body(format("{\"type\":\"text\"}")));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(error(response).path("param").stringValue())
        .isEqualTo("response_format.json_schema.schema");
    assertThat(chat(body(format("{\"pattern\":\"(\"}"))).statusCode()).isEqualTo(400);
    assertThat(chat(body(format("{\"title\":\"" + "x".repeat(100_000) + "\"}"))).statusCode())
        .isEqualTo(400);
    assertThat(gateway.model.asked).hasValue(before);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
