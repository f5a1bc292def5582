package dev.nightshift.serving;

import dev.nightshift.grammar.Constraint;
import dev.nightshift.serving.ServingException.Code;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Constraints for servers that compile schemas themselves. */
final class ServedSchema {
  private ServedSchema() {}

  /**
   * The schema as it is sent.
   *
   * @throws ServingException REQUEST for a regular expression, which {@code server} knows nothing
   *     of
   */
  static JsonNode of(Constraint constraint, String server) {
    return switch (constraint) {
      case Constraint.JsonSchema(String schema) -> JsonMapper.shared().readTree(schema);
      case Constraint.JsonObject() -> JsonMapper.shared().createObjectNode().put("type", "object");
      case Constraint.RegularExpression(String pattern) ->
          throw new ServingException(
              Code.REQUEST,
              server
                  + " cannot be held to the regular expression "
                  + pattern
                  + ": use a JSON schema, or the embedded engine");
    };
  }
}
