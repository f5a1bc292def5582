package dev.nightshift.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.nightshift.exchange.Exchange;
import dev.nightshift.grammar.Constraint;
import dev.nightshift.serving.GenerationOptions;
import dev.nightshift.serving.Question;
import dev.nightshift.serving.Turn;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Whole answers; those in pieces are in {@link StreamedChatTests}, errors in {@link
 * RefusedChatTests}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChatCompletionsOverHttpTests {
  static final String PATH = "/v1/chat/completions";
  static final String USER = "{\"role\":\"user\",\"content\":\"Capital?\"}";

  private GatewayFixture gateway;

  @BeforeAll
  void start(@TempDir Path state) {
    gateway = new GatewayFixture(state, GatewayFixture.anyPort(), (command, body, lines) -> {});
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  /** A request for one user's message with more members. */
  static String body(String members) {
    return "{\"model\":\"tiny\",\"messages\":[" + USER + "]" + members + "}";
  }

  private HttpResponse<String> chat(String body) throws Exception {
    return gateway.post(PATH, body);
  }

  private Question asked() {
    return Objects.requireNonNull(gateway.model.lastQuestion);
  }

  @Test
  void an_answer_has_openais_form_and_is_remembered_under_its_id() throws Exception {
    HttpResponse<String> response = chat(body(",\"user\":\"ann\""));

    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/json");
    JsonNode reply = GatewayFixture.json(response);
    assertThat(reply.path("object").stringValue()).isEqualTo("chat.completion");
    assertThat(reply.path("model").stringValue()).isEqualTo("tiny");
    assertThat(reply.path("created").longValue()).isPositive();
    JsonNode choice = reply.path("choices").path(0);
    assertThat(choice.path("message").path("role").stringValue()).isEqualTo("assistant");
    assertThat(choice.path("message").path("content").stringValue()).isEqualTo("Paris");
    assertThat(choice.path("finish_reason").stringValue()).isEqualTo("stop");
    assertThat(choice.path("logprobs").isNull()).isTrue();
    assertThat(reply.path("usage").path("prompt_tokens").intValue()).isEqualTo(5);
    assertThat(reply.path("usage").path("completion_tokens").intValue()).isEqualTo(2);
    assertThat(reply.path("usage").path("total_tokens").intValue()).isEqualTo(7);
    String id = response.headers().firstValue("X-Transaction-Id").orElse("");
    assertThat(reply.path("id").stringValue()).isEqualTo("chatcmpl-" + id);
    Exchange remembered = gateway.memory.find(id).orElseThrow().exchange();
    assertThat(remembered.question()).isEqualTo("Capital?");
    assertThat(remembered.author()).isEqualTo("ann");
  }

  @Test
  void who_answered_and_what_it_was_told_stands_beside_the_answer() throws Exception {
    String cheese = body("").replace("Capital?", "Which cheese?");
    JsonNode more = GatewayFixture.json(chat(cheese)).path("nightshift");

    assertThat(more.path("adapter").stringValue()).isEqualTo("adapter_1");
    assertThat(more.path("routing").stringValue()).isEqualTo("in scope");
    assertThat(more.path("confidence").doubleValue()).isCloseTo(0.9, within(1e-9));
    assertThat(more.path("corrections").path(0).path("exchange_id").stringValue()).isEqualTo("x0");
  }

  @Test
  void feedback_is_given_by_the_id_of_the_completion() throws Exception {
    String id = GatewayFixture.json(chat(body(""))).path("id").stringValue();

    HttpResponse<String> given =
        gateway.post("/feedback", "{\"id\":\"%s\",\"correction\":\"Oslo\"}".formatted(id));

    assertThat(given.statusCode()).as(given.body()).isEqualTo(200);
    assertThat("chatcmpl-" + gateway.memory.feedback.getLast().exchangeId()).isEqualTo(id);
  }

  @Test
  void what_is_asked_reaches_the_model() throws Exception {
    chat(
        "{\"model\":\"nightshift\",\"messages\":["
            + "{\"role\":\"developer\",\"content\":\"Be brief.\"},"
            + "{\"role\":\"system\",\"content\":\"Be kind.\"},"
            + "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Hel\"},"
            + "{\"type\":\"text\",\"text\":\"lo\"}],\"name\":\"ann\"},"
            + "{\"role\":\"assistant\",\"content\":\"Hi.\"},"
            + USER
            + "],\"temperature\":0.5,\"top_p\":0.9,\"seed\":-7,\"stop\":[\"\\n\",\"END\"],"
            + "\"max_tokens\":9.0,\"max_completion_tokens\":12.0}");

    assertThat(asked().turns())
        .containsExactly(
            Turn.system("Be brief.\n\nBe kind."),
            Turn.user("Hello"),
            Turn.assistant("Hi."),
            Turn.user("Capital?"));
    GenerationOptions options = asked().options();
    assertThat(options.temperature()).isEqualTo(0.5);
    assertThat(options.topP()).isEqualTo(0.9);
    assertThat(options.seed()).isEqualTo(-7);
    assertThat(options.stop()).containsExactly("\n", "END");
    assertThat(options.maxTokens()).isEqualTo(12);
    assertThat(gateway.memory.exchanges.getLast().context().turnsBefore()).isEqualTo(2);
    assertThat(gateway.memory.exchanges.getLast().context().instructed()).isTrue();
  }

  @Test
  void what_is_not_said_is_as_configured_and_null_says_nothing() throws Exception {
    chat(body(",\"temperature\":null,\"stop\":null,\"seed\":null,\"tools\":null,\"n\":null"));

    assertThat(asked().options().temperature()).isZero();
    assertThat(asked().options().topP()).isEqualTo(1);
    assertThat(asked().options().maxTokens()).isEqualTo(256);
    assertThat(asked().options().stop()).isEmpty();
    assertThat(asked().options().constraint()).isNull();
  }

  @Test
  void a_stop_text_may_stand_alone() throws Exception {
    chat(body(",\"stop\":\"END\""));

    assertThat(asked().options().stop()).containsExactly("END");
  }

  @Test
  void a_response_format_is_a_constraint_and_a_profile_of_its_own() throws Exception {
    String schema = "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}}}";
    chat(
        body(
            ",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":"
                + "{\"name\":\"x\",\"strict\":true,\"schema\":"
                + schema
                + "}}"));
    assertThat(asked().options().constraint()).isEqualTo(new Constraint.JsonSchema(schema));
    assertThat(gateway.memory.exchanges.getLast().context().profile()).startsWith("json_schema:");

    chat(body(",\"response_format\":{\"type\":\"json_object\"}"));
    assertThat(asked().options().constraint()).isEqualTo(new Constraint.JsonObject());
    assertThat(gateway.memory.exchanges.getLast().context().profile()).isEqualTo("json_object");

    chat(body(",\"response_format\":{\"type\":\"text\"}"));
    assertThat(asked().options().constraint()).isNull();
    assertThat(gateway.memory.exchanges.getLast().context().profile()).isEmpty();
  }

  @Test
  void tokens_come_with_their_bytes_and_log_probabilities_when_they_are_asked_for()
      throws Exception {
    JsonNode reply = GatewayFixture.json(chat(body(",\"logprobs\":true,\"top_logprobs\":0")));

    JsonNode tokens = reply.path("choices").path(0).path("logprobs").path("content");
    assertThat(tokens.size()).isEqualTo(2);
    assertThat(tokens.path(0).path("token").stringValue()).isEqualTo("Pa");
    assertThat(tokens.path(0).path("bytes").toString()).isEqualTo("[80,97]");
    assertThat(tokens.path(0).path("logprob").doubleValue()).isCloseTo(Math.log(0.9), within(1e-9));
    assertThat(tokens.path(0).path("top_logprobs").isArray()).isTrue();
  }

  @Test
  void what_changes_nothing_is_passed_over() throws Exception {
    HttpResponse<String> response =
        chat(
            body(
                ",\"n\":1,\"tools\":[],\"tool_choice\":\"auto\",\"logit_bias\":{},"
                    + "\"presence_penalty\":0,\"frequency_penalty\":0.0,\"store\":true,"
                    + "\"metadata\":{\"a\":\"b\"},\"parallel_tool_calls\":true,"
                    + "\"service_tier\":\"auto\",\"modalities\":[\"text\"],\"unheard_of\":{}"));

    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
  }

  @Test
  void a_configured_model_answers_by_its_schema() throws Exception {
    HttpResponse<String> response = chat(body("").replace("tiny", "phi3"));

    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(
            GatewayFixture.json(response)
                .path("choices")
                .path(0)
                .path("message")
                .path("content")
                .stringValue())
        .isEqualTo(FakeGeneration.VALID);
    assertThat(gateway.memory.exchanges.getLast().context().profile()).isEqualTo("phi3");
  }

  @Test
  void one_that_breaks_its_schema_twice_has_not_answered_and_is_remembered() throws Exception {
    gateway.generation.phi3.says(FakeGeneration.INVALID);
    HttpResponse<String> response = chat(body("").replace("tiny", "phi3"));
    gateway.generation.phi3.says(FakeGeneration.VALID);

    assertThat(response.statusCode()).as(response.body()).isEqualTo(502);
    JsonNode error = GatewayFixture.json(response).path("error");
    assertThat(error.path("code").stringValue()).isEqualTo("invalid_answer");
    assertThat(error.path("message").stringValue()).contains("/confidence");
    String id = response.headers().firstValue("X-Transaction-Id").orElse("");
    assertThat(gateway.memory.find(id).orElseThrow().exchange().outcome().success()).isFalse();
  }

  @Test
  void the_likeliest_tokens_come_with_each_token() throws Exception {
    HttpResponse<String> response =
        gateway.post(PATH, body(",\"logprobs\":true,\"top_logprobs\":2"));

    JsonNode tokens =
        GatewayFixture.json(response).path("choices").path(0).path("logprobs").path("content");
    assertThat(tokens.size()).isEqualTo(2);
    assertThat(tokens.path(1).path("top_logprobs").path(1).toString())
        .isEqualTo(
            "{\"token\":\"Rom\",\"logprob\":%s,\"bytes\":[82,111,109]}".formatted(Math.log(0.05)));
  }
}
