package dev.nightshift.gateway;

import dev.nightshift.access.AccessScope;
import dev.nightshift.asking.UserText;
import dev.nightshift.embedding.Embedder;
import dev.nightshift.serving.LanguageModel;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** POST /v1/embeddings: the vectors by which the memory finds what is alike. */
@RestController
final class EmbeddingsController {
  private static final int MOST_TEXTS = 2048;
  private static final int MOST_CHARACTERS = 500_000;

  private final Embedder embedder;
  private final LanguageModel model;
  private final OpenAiModels models;
  private final EmbeddingTurns turns;
  private final Duration timeout;

  EmbeddingsController(GatewayParts parts, OpenAiModels models) {
    this.embedder = parts.embedder();
    this.model = parts.model();
    this.models = models;
    this.turns = new EmbeddingTurns(embedder);
    this.timeout = parts.ask().defaults().timeout();
  }

  @Needs(AccessScope.ASK)
  @Operation(
      summary = "Gives the vectors of texts",
      requestBody =
          @io.swagger.v3.oas.annotations.parameters.RequestBody(
              required = true,
              content = @Content(schema = @Schema(implementation = OpenAiForms.Embeddings.class))))
  @PostMapping(
      path = OpenAiErrors.ROOT + "/embeddings",
      produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<JsonNode> embed(@RequestBody JsonNode given, Patience patience, Client client) {
    OpenAiBody body = new OpenAiBody(given);
    String id = body.model();
    models.requireEmbedding(id);
    List<String> texts = body.texts("input");
    if (texts.isEmpty() || texts.size() > MOST_TEXTS || texts.stream().anyMatch(UserText::blank)) {
      throw OpenAiException.invalid(
          "input", "input must be 1 to " + MOST_TEXTS + " texts, none of them blank");
    }
    if (texts.stream().mapToLong(String::length).sum() > MOST_CHARACTERS) {
      throw OpenAiException.invalid(
          "input", "input may have %d characters together".formatted(MOST_CHARACTERS));
    }
    int dimension = embedder.dimension();
    if (body.integer("dimensions", 1, Integer.MAX_VALUE).orElse(dimension) != dimension) {
      throw OpenAiException.unsupported(
          "dimensions", "this model has " + dimension + " dimensions");
    }
    boolean base64 = base64(body.text("encoding_format").orElse("float"));
    ObjectNode reply = JsonMapper.shared().createObjectNode().put("object", "list");
    ArrayNode data = reply.putArray("data");
    Duration most = patience.within(timeout);
    for (float[] vector : client.waitsFor(() -> turns.vectors(texts, most, client::gone))) {
      ObjectNode item = JsonMapper.shared().createObjectNode().put("object", "embedding");
      item.put("index", data.size());
      item.set("embedding", base64 ? packed(vector) : numbers(vector));
      data.add(item);
    }
    int tokens = texts.stream().mapToInt(this::tokens).sum();
    reply.put("model", id);
    reply.putObject("usage").put("prompt_tokens", tokens).put("total_tokens", tokens);
    return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(reply);
  }

  private static boolean base64(String encoding) {
    return switch (encoding) {
      case "float" -> false;
      case "base64" -> true;
      default ->
          throw OpenAiException.invalid(
              "encoding_format", "encoding_format must be float or base64, not " + encoding);
    };
  }

  private static JsonNode numbers(float[] vector) {
    ArrayNode numbers = JsonMapper.shared().createArrayNode();
    for (float value : vector) {
      numbers.add(value);
    }
    return numbers;
  }

  /** 32-bit floats, the low bytes first. */
  private static JsonNode packed(float[] vector) {
    ByteBuffer bytes =
        ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(vector);
    return StringNode.valueOf(Base64.getEncoder().encodeToString(bytes.array()));
  }

  /** As the answering model counts; 0 where it cannot say. */
  private int tokens(String text) {
    return model.countTokens(text).orElse(0);
  }
}
