package dev.nightshift.gateway;

import dev.nightshift.asking.AnswerVerifier;
import dev.nightshift.generation.AnswerSchema;
import dev.nightshift.grammar.Constraint;
import dev.nightshift.home.FileDigest;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What {@code response_format} asks for.
 *
 * @param constraint what the answer must be; null is anything
 * @param profile under which answers of this form are remembered, so that corrections of them are
 *     told to questions of the same form only; empty for text
 * @param verifier looks at whole answers once more, for backends that do not keep to constraints
 */
record AnswerFormat(@Nullable Constraint constraint, String profile, AnswerVerifier verifier) {
  /** Free text. */
  static final AnswerFormat TEXT = new AnswerFormat(null, "", AnswerVerifier.NONE);

  private static final AnswerSchema OBJECT = AnswerSchema.of("{\"type\":\"object\"}");
  private static final String PARAM = "response_format";
  private static final String SCHEMA = PARAM + ".json_schema.schema";
  private static final int DIGITS = 12;

  /**
   * Reads it.
   *
   * @param otherwise what holds where a request says nothing, or free text
   * @param schemas reads those of clients
   */
  static AnswerFormat of(JsonNode format, AnswerFormat otherwise, ClientSchemas schemas) {
    if (format.isMissingNode()) {
      return otherwise;
    }
    String type = format.path("type").asString("");
    return switch (type) {
      case "text" -> otherwise;
      case "json_object" ->
          new AnswerFormat(new Constraint.JsonObject(), "json_object", OBJECT.verifier());
      case "json_schema" -> ofSchema(format.path("json_schema").path("schema"), schemas);
      default ->
          throw OpenAiException.invalid(
              PARAM + ".type", "type must be text, json_object or json_schema, not " + type);
    };
  }

  private static AnswerFormat ofSchema(JsonNode schema, ClientSchemas schemas) {
    if (!schema.isObject()) {
      throw OpenAiException.invalid(SCHEMA, "json_schema.schema must be a JSON Schema");
    }
    String json = schema.toString();
    String digest = FileDigest.sha256(json.getBytes(StandardCharsets.UTF_8));
    AnswerSchema read = read(json, schemas);
    return new AnswerFormat(
        read.constraint(), "json_schema:" + digest.substring(0, DIGITS), read.verifier());
  }

  private static AnswerSchema read(String json, ClientSchemas schemas) {
    try {
      return schemas.read(json);
    } catch (IllegalArgumentException e) {
      throw OpenAiException.invalid(SCHEMA, "json_schema.schema: " + e.getMessage());
    }
  }
}
