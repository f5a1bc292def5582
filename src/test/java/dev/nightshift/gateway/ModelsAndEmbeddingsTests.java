package dev.nightshift.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.embedding.WordEmbedder;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ModelsAndEmbeddingsTests {
  private GatewayFixture gateway;

  @BeforeAll
  void start(@TempDir Path state) {
    gateway = new GatewayFixture(state, GatewayFixture.anyPort(), (command, body, lines) -> {});
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  @Test
  void the_models_are_the_base_by_its_name_and_its_alias_the_configured_ones_and_the_embedder()
      throws Exception {
    JsonNode list = GatewayFixture.json(gateway.get("/v1/models"));

    assertThat(list.path("object").stringValue()).isEqualTo("list");
    List<String> ids = new ArrayList<>();
    list.path("data").forEach(model -> ids.add(model.path("id").stringValue()));
    assertThat(ids).containsExactly("tiny", "nightshift", "hermes", "phi3", "broken", "word-fake");
    JsonNode one = GatewayFixture.json(gateway.get("/v1/models/nightshift"));
    assertThat(one).isEqualTo(list.path("data").path(1));
    assertThat(one.path("object").stringValue()).isEqualTo("model");
    HttpResponse<String> none = gateway.get("/v1/models/org/other");
    assertThat(none.statusCode()).isEqualTo(404);
    assertThat(GatewayFixture.json(none).path("error").path("message").stringValue())
        .contains("org/other");
  }

  private JsonNode embeddings(String members) throws Exception {
    HttpResponse<String> response =
        gateway.post("/v1/embeddings", "{\"model\":\"word-fake\"," + members + "}");
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return GatewayFixture.json(response);
  }

  @Test
  void a_text_has_the_memorys_vector_as_numbers_or_as_bytes() throws Exception {
    JsonNode numbers = embeddings("\"input\":\"the sea\",\"user\":\"ann\"");
    JsonNode bytes = embeddings("\"input\":[\"the sea\"],\"encoding_format\":\"base64\"");

    float[] expected = new WordEmbedder().embed("the sea");
    JsonNode vector = numbers.path("data").path(0).path("embedding");
    ByteBuffer packed =
        ByteBuffer.wrap(
                Base64.getDecoder()
                    .decode(bytes.path("data").path(0).path("embedding").stringValue()))
            .order(ByteOrder.LITTLE_ENDIAN);
    assertThat(vector.size()).isEqualTo(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat(vector.path(i).floatValue()).isEqualTo(expected[i]);
      assertThat(packed.getFloat()).isEqualTo(expected[i]);
    }
    assertThat(packed.hasRemaining()).isFalse();
    assertThat(numbers.path("model").stringValue()).isEqualTo("word-fake");
  }

  @Test
  void several_texts_have_theirs_in_order() throws Exception {
    JsonNode data = embeddings("\"input\":[\"sea\",\"land\"]").path("data");

    assertThat(data.path(1).path("index").intValue()).isEqualTo(1);
    assertThat(data.path(1).path("embedding").path(3).floatValue())
        .isEqualTo(new WordEmbedder().embed("land")[3]);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "word-fake | [] | | input",
        "word-fake | [1,2] | | input",
        "word-fake | [\"x\",\" \"] | | input",
        "word-fake | \"\\u200b\\ud800\" | | input",
        "word-fake | \"x\" | ,\"dimensions\":7 | dimensions",
        "word-fake | \"x\" | ,\"encoding_format\":\"hex\" | encoding_format",
      })
  void what_has_no_vector_is_refused_by_its_name(
      String model, String input, String more, String param) throws Exception {
    HttpResponse<String> response =
        gateway.post(
            "/v1/embeddings",
            "{\"model\":\"%s\",\"input\":%s%s}".formatted(model, input, more == null ? "" : more));

    assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    assertThat(GatewayFixture.json(response).path("error").path("param").stringValue())
        .isEqualTo(param);
  }

  @Test
  void a_model_that_answers_does_not_embed_and_the_other_way_round() throws Exception {
    assertThat(gateway.post("/v1/embeddings", "{\"model\":\"tiny\",\"input\":\"x\"}").statusCode())
        .isEqualTo(404);
    assertThat(
            gateway
                .post(
                    ChatCompletionsOverHttpTests.PATH,
                    ChatCompletionsOverHttpTests.body("").replace("tiny", "word-fake"))
                .statusCode())
        .isEqualTo(404);
  }
}
