package dev.nightshift.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.exchange.Feedback;
import dev.nightshift.serving.ServingException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AskingOverHttpTests {
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

  @Test
  void a_reply_names_the_exchange_the_adapter_and_why() throws Exception {
    HttpResponse<String> response =
        gateway.post("/ask", "{\"question\":\"Capital of France?\",\"max_tokens\":7}");

    assertThat(response.statusCode()).isEqualTo(200);
    JsonNode reply = GatewayFixture.json(response);
    assertThat(reply.propertyNames())
        .containsExactlyInAnyOrder(
            "id",
            "answer",
            "confidence",
            "model",
            "adapter",
            "routing",
            "latency_ms",
            "success",
            "corrections");
    assertThat(reply.path("corrections").isEmpty()).isTrue();
    assertThat(reply.path("answer").stringValue()).isEqualTo("Paris");
    assertThat(reply.path("adapter").stringValue()).isEqualTo("adapter_1");
    assertThat(reply.path("latency_ms").intValue()).isEqualTo(42);
    assertThat(reply.path("success").booleanValue()).isTrue();
    assertThat(gateway.model.lastMaxTokens).isEqualTo(7);
    assertThat(gateway.memory.find(reply.path("id").stringValue())).isPresent();
  }

  @Test
  void a_reply_names_the_corrections_that_stood_in_the_prompt() throws Exception {
    JsonNode reply =
        GatewayFixture.json(gateway.post("/ask", "{\"question\":\"Which cheese is it?\"}"));

    assertThat(reply.path("corrections").size()).isEqualTo(1);
    JsonNode shown = reply.path("corrections").get(0);
    assertThat(shown.propertyNames())
        .containsExactlyInAnyOrder("exchange_id", "question", "answer", "relevance", "score");
    assertThat(shown.path("exchange_id").stringValue()).isEqualTo("x0");
    assertThat(gateway.memory.exchanges.getLast().corrections()).containsExactly("x0");
  }

  @Test
  void a_correction_is_remembered_for_its_exchange() throws Exception {
    String id =
        GatewayFixture.json(gateway.post("/ask", "{\"question\":\"q\"}")).path("id").stringValue();

    HttpResponse<String> response =
        gateway.post(
            "/feedback",
            "{\"id\":\"%s\",\"type\":\"correction\",\"correction\":\"Oslo\",\"author\":\"ann\"}"
                .formatted(id));

    assertThat(response.statusCode()).isEqualTo(200);
    Feedback given = gateway.memory.feedback.getLast();
    assertThat(given.exchangeId()).isEqualTo(id);
    assertThat(given.correction()).isEqualTo("Oslo");
    assertThat(given.author()).isEqualTo("ann");
  }

  @Test
  void a_correction_needs_no_type() throws Exception {
    String id =
        GatewayFixture.json(gateway.post("/ask", "{\"question\":\"q\"}")).path("id").stringValue();

    HttpResponse<String> response =
        gateway.post("/feedback", "{\"id\":\"%s\",\"correction\":\"Oslo\"}".formatted(id));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(gateway.memory.feedback.getLast().kind()).isEqualTo(Feedback.Kind.CORRECTION);
  }

  @Test
  void feedback_that_makes_no_sense_is_refused() throws Exception {
    assertProblem(gateway.post("/feedback", "{\"id\":\"nope\",\"type\":\"up\"}"), 404, "nope");
    assertProblem(gateway.post("/feedback", "{\"id\":\"x\",\"type\":\"meh\"}"), 400, "meh");
    assertProblem(gateway.post("/feedback", "{\"type\":\"up\"}"), 400, "id is missing");
    assertProblem(
        gateway.post("/feedback", "{\"id\":\"x\",\"type\":\"correction\"}"), 400, "correction");
    assertProblem(
        gateway.post("/feedback", "{\"id\":\"x\",\"type\":\"up\",\"correction\":\"c\"}"),
        400,
        "correction");
  }

  @Test
  void a_bad_body_is_explained_without_class_names() throws Exception {
    assertProblem(gateway.post("/ask", "{\"question\":"), 400, "line 1");
    assertProblem(gateway.post("/ask", "{\"question\":\" \"}"), 400, "blank");
    for (String unseen : List.of("\\u0001", "\\ud800", "\\u200b\\u2060 \\u00a0")) {
      assertProblem(gateway.post("/ask", "{\"question\":\"" + unseen + "\"}"), 400, "blank");
      assertProblem(gateway.post("/generate/", "{\"prompt\":\"" + unseen + "\"}"), 400, "blank");
      assertProblem(
          gateway.post(
              "/feedback",
              "{\"id\":\"x\",\"type\":\"correction\",\"correction\":\"" + unseen + "\"}"),
          400,
          "correction");
    }
    assertProblem(gateway.post("/ask", "{\"question\":\"q\",\"max_tokens\":0}"), 400, "max_tokens");
    assertProblem(gateway.post("/ask", "{\"question\":\"q\",\"max_tokens\":\"x\"}"), 400, "max_");
    assertProblem(gateway.post("/ask", "{\"question\":\"q\",\"tokens\":1}"), 400, "tokens; known");
    assertProblem(gateway.post("/ask", ""), 400, "JSON object");
  }

  @Test
  void failures_of_the_model_have_their_own_status() throws Exception {
    gateway.model.failure = new ServingException(ServingException.Code.BUSY, "64 requests wait");
    HttpResponse<String> busy = gateway.post("/ask", "{\"question\":\"q\"}");
    assertProblem(busy, 429, "64 requests wait");
    assertThat(busy.headers().firstValue("Retry-After")).isPresent();

    gateway.model.failure = new ServingException(ServingException.Code.TIMEOUT, "took over 2 m");
    assertProblem(gateway.post("/ask", "{\"question\":\"q\"}"), 504, "did not answer in time");
    gateway.model.failure =
        new ServingException(ServingException.Code.UNAVAILABLE, "no engine at /x");
    assertProblem(gateway.post("/ask", "{\"question\":\"q\"}"), 503, "log says why");
    gateway.model.failure = new ServingException(ServingException.Code.REQUEST, "too long");
    assertProblem(gateway.post("/ask", "{\"question\":\"q\"}"), 400, "too long");
  }

  @Test
  void an_answer_that_cannot_be_remembered_is_not_given() throws Exception {
    gateway.memory.broken = true;

    assertProblem(gateway.post("/ask", "{\"question\":\"q\"}"), 503, "log says why");
  }

  @Test
  void a_body_over_the_limit_is_refused_announced_or_not() throws Exception {
    String body = "{\"question\":\"" + "x".repeat(1 << 20) + "\"}";
    HttpRequest.Builder chunked =
        gateway
            .request("/ask")
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.fromPublisher(
                    HttpRequest.BodyPublishers.ofString(body)));

    assertProblem(gateway.post("/ask", body), 413, "larger than");
    assertProblem(gateway.send(chunked), 413, "larger than");
  }

  @Test
  void unknown_paths_and_methods_are_problems_too() throws Exception {
    assertProblem(gateway.get("/nothing"), 404, "nothing");
    assertProblem(gateway.get("/ask"), 405, "GET");
    HttpRequest.Builder form =
        gateway.request("/ask").POST(HttpRequest.BodyPublishers.ofString("q"));
    assertProblem(gateway.send(form.header("Content-Type", "text/plain")), 415, "text/plain");
  }

  static void assertProblem(HttpResponse<String> response, int status, String detail) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    assertThat(GatewayFixture.json(response).path("detail").stringValue())
        .contains(detail)
        .doesNotContain("dev.nightshift", "tools.jackson", "\tat ");
  }
}
