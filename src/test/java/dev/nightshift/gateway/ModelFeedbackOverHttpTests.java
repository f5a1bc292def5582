package dev.nightshift.gateway;

import static dev.nightshift.gateway.AskingOverHttpTests.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.embedding.EmbeddingException;
import dev.nightshift.exchange.Feedback;
import dev.nightshift.exchange.Feedback.Kind;
import dev.nightshift.quarantine.FeedbackGate;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** POST /feedback/{id}/. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ModelFeedbackOverHttpTests {
  private GatewayFixture gateway;
  private Path logs;
  private String proposal = "";
  private String text = "";

  @BeforeAll
  void start(@TempDir Path state) {
    gateway = new GatewayFixture(state, GatewayFixture.anyPort(), (command, body, lines) -> {});
    logs = state.resolve("logs");
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  @BeforeEach
  void generate() throws Exception {
    proposal = transaction(gateway.post("/generate/phi3/", "{\"prompt\":\"ACME?\"}"));
    text = transaction(gateway.post("/generate/hermes/", "{\"prompt\":\"ACME?\"}"));
  }

  private static String transaction(HttpResponse<String> response) {
    return response.headers().firstValue("X-Transaction-Id").orElseThrow();
  }

  /** The route that knows no models knows their schemas all the same. */
  @Test
  void the_general_route_takes_no_correction_that_breaks_the_schema() throws Exception {
    ObjectNode given = JsonMapper.shared().createObjectNode().put("id", proposal);

    assertProblem(
        gateway.post("/feedback", given.put("correction", "HOLD it").toString()), 422, "schema");
    String valid = given.put("correction", FakeGeneration.VALID).toString();
    HttpResponse<String> first = gateway.post("/feedback", valid);
    HttpResponse<String> again = gateway.post("/feedback", valid);

    assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(gateway.memory.feedback.getLast().correction())
        .isEqualTo(JsonMapper.shared().readTree(FakeGeneration.VALID).toString());
    given.remove("correction");
    assertThat(gateway.post("/feedback", given.put("type", "up").toString()).statusCode())
        .isEqualTo(200);
    assertThat(gateway.memory.feedback.getLast().kind()).isEqualTo(Kind.UP);
  }

  private static ObjectNode body(String transaction, String type) {
    return JsonMapper.shared()
        .createObjectNode()
        .put("transaction_id", transaction)
        .put("feedback_type", type);
  }

  private static ObjectNode corrected(String transaction) {
    ObjectNode value = (ObjectNode) JsonMapper.shared().readTree(FakeGeneration.VALID);
    return body(transaction, "correction")
        .put("feedback_content", "The stop is too wide.")
        .set("corrected_proposal", value.put("new_stop_pct", 1.5));
  }

  private HttpResponse<String> post(String id, JsonNode body) throws Exception {
    return gateway.post("/feedback/" + id + "/", body.toString());
  }

  private List<Feedback> said(String transaction) {
    return gateway.memory.find(transaction).orElseThrow().feedback();
  }

  @Test
  void a_corrected_object_is_remembered_and_written_down() throws Exception {
    HttpResponse<String> response = post("phi3", corrected(proposal));

    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(response.body())
        .isEqualTo(
            "{\"message\":\"Feedback received successfully\",\"transaction_id\":\"%s\"}"
                .formatted(proposal));
    Feedback given = said(proposal).getFirst();
    assertThat(given.kind()).isEqualTo(Kind.CORRECTION);
    assertThat(given.correction()).startsWith("{\"ticker\":\"ACME\"").contains("1.5");
    JsonNode line = lines("phi3").getLast();
    assertThat(line.path("transaction_id").stringValue()).isEqualTo(proposal);
    assertThat(line.path("feedback_type").stringValue()).isEqualTo("correction");
    assertThat(line.path("feedback_content").stringValue()).isEqualTo("The stop is too wide.");
    assertThat(line.at("/corrected_proposal/new_stop_pct").doubleValue()).isEqualTo(1.5);
    assertThat(line.path("feedback_id").stringValue()).isEqualTo(given.id());
  }

  @Test
  void a_corrected_object_that_breaks_the_schema_is_a_422() throws Exception {
    int before = lines("phi3").size();
    ObjectNode body = corrected(proposal);
    ((ObjectNode) body.path("corrected_proposal")).put("side", "SIDEWAYS").remove("ticker");

    HttpResponse<String> response = post("phi3", body);

    assertProblem(response, 422, "breaks the schema of phi3");
    assertThat(GatewayFixture.json(response).path("violations").size()).isEqualTo(2);
    assertThat(response.body()).contains("/side", "ticker");
    assertThat(said(proposal)).isEmpty();
    assertThat(lines("phi3")).hasSize(before);
    assertProblem(
        post("phi3", body(proposal, "correction").put("corrected_proposal", "no object")),
        422,
        "breaks the schema");
    assertProblem(post("phi3", body(proposal, "correction")), 400, "corrected_proposal");
  }

  @Test
  void a_text_is_corrected_by_a_text() throws Exception {
    ObjectNode body = body(text, "correction").put("feedback_content", "It is not sound.");

    assertThat(post("hermes", body).statusCode()).isEqualTo(200);
    assertThat(said(text).getFirst().correction()).isEqualTo("It is not sound.");
    assertProblem(
        post("hermes", body(text, "correction").put("feedback_content", 7)), 400, "must be a text");
  }

  @Test
  void what_cannot_be_compared_with_what_is_known_is_not_taken() throws Exception {
    gateway.gate =
        said -> {
          throw new EmbeddingException(
              EmbeddingException.Code.LOAD, "failed to map segment", new LinkageError());
        };
    try {
      ObjectNode given = JsonMapper.shared().createObjectNode().put("id", text);
      HttpResponse<String> response =
          gateway.post("/feedback", given.put("correction", "It is not sound.").toString());

      assertProblem(response, 503, "the embedding model cannot be loaded");
      assertThat(response.headers().firstValue("Retry-After")).isPresent();
      assertThat(said(text)).isEmpty();
    } finally {
      gateway.gate = FeedbackGate.open();
    }
  }

  @Test
  void the_same_post_again_is_one_fact_and_a_change_of_mind_is_another() throws Exception {
    ObjectNode up = body(proposal, "rating").put("feedback_content", "thumbs_up");
    ObjectNode down = body(proposal, "rating").put("feedback_content", "thumbs_down");
    int before = lines("phi3").size();

    String first = post("phi3", up).headers().firstValue("X-Feedback-Id").orElseThrow();
    assertThat(post("phi3", up).headers().firstValue("X-Feedback-Id")).hasValue(first);
    assertThat(said(proposal)).hasSize(1);
    assertThat(lines("phi3")).hasSize(before + 1);
    post("phi3", down);
    post("phi3", up);
    post("phi3", up);
    assertThat(said(proposal))
        .extracting(Feedback::kind)
        .containsExactly(Kind.UP, Kind.DOWN, Kind.UP);
    post("phi3", up.put("author", "ada"));
    assertThat(said(proposal)).hasSize(4);
  }

  @Test
  void a_comment_is_kept_and_decides_nothing() throws Exception {
    post("hermes", body(text, "rating").put("feedback_content", "good"));
    boolean success = gateway.memory.find(text).orElseThrow().outcome().success();
    ObjectNode body = body(text, "qualitative_comment").put("feedback_content", "Too long.");

    assertThat(post("hermes", body).statusCode()).isEqualTo(200);

    assertThat(said(text).getLast().comment()).isEqualTo("Too long.");
    assertThat(gateway.memory.find(text).orElseThrow().outcome().success()).isEqualTo(success);
    assertProblem(post("hermes", body(text, "qualitative_comment")), 400, "feedback_content");
  }

  @ParameterizedTest
  @CsvSource({
    "5, UP",
    "4, UP",
    "2, DOWN",
    "1, DOWN",
    "0, DOWN",
    "-1, DOWN",
    "0.9, UP",
    "0.2, DOWN",
    "true, UP",
    "false, DOWN",
    "'\"thumbs up\"', UP",
    "'\"👎\"', DOWN",
    "'\"+1\"', UP",
    "'\"8/10\"', UP",
    "'\"1/5\"', DOWN",
    "3, COMMENT",
    "'\"5/10\"', COMMENT"
  })
  void a_rating_is_up_or_down_or_neither(String content, Kind kind) throws Exception {
    ObjectNode body = body(text, "rating");
    body.set("feedback_content", JsonMapper.shared().readTree(content));

    assertThat(post("hermes", body).statusCode()).isEqualTo(200);
    assertThat(said(text).getLast().kind()).isEqualTo(kind);
  }

  @Test
  void what_makes_no_sense_is_refused() throws Exception {
    assertProblem(post("phi3", corrected("nope")), 404, "no transaction nope");
    assertProblem(post("phi3", corrected(text)), 404, "no answer of phi3, but a text");
    assertProblem(
        post("hermes", body(proposal, "rating").put("feedback_content", 5)), 404, "one of phi3");
    assertProblem(post("phi3", body(proposal, "praise")), 400, "qualitative_comment, not praise");
    assertProblem(post("phi3", body(proposal, "rating")), 400, "feedback_content");
    assertProblem(post("phi3", body(proposal, "rating").put("feedback_content", 9)), 400, "stars");
    assertProblem(
        post("phi3", JsonMapper.shared().createObjectNode().put("feedback_type", "rating")),
        400,
        "transaction_id");
    HttpResponse<String> wrong = post("gpt", corrected(proposal));
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(wrong.body()).contains("\"specified_model_id\":\"gpt\"");
  }

  @Test
  void a_chat_completions_id_is_the_transactions_with_a_prefix() throws Exception {
    ObjectNode body = body("chatcmpl-" + text, "rating").put("feedback_content", 5);

    assertThat(post("hermes", body).statusCode()).isEqualTo(200);
    assertThat(said(text)).hasSize(1);
  }

  private List<JsonNode> lines(String id) throws IOException {
    Path file = logs.resolve(id + "_feedback_data.jsonl");
    return Files.exists(file)
        ? Files.readAllLines(file).stream().map(JsonMapper.shared()::readTree).toList()
        : List.of();
  }
}
