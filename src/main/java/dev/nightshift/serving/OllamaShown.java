package dev.nightshift.serving;

import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code /api/show} tells of a model, as a model that is made from a file must be told again:
 * it inherits nothing.
 *
 * @param body the answer
 */
record OllamaShown(JsonNode body) {
  private static final List<String> COPIED =
      List.of("template", "system", "renderer", "parser", "license", "messages");

  /** Puts everything into a request for {@code /api/create}. */
  void into(ObjectNode create) {
    for (String field : COPIED) {
      JsonNode value = body.path(field);
      if (!value.isMissingNode() && !value.isNull() && !value.asString("x").isEmpty()) {
        create.set(field, value);
      }
    }
    ObjectNode parameters = parameters();
    if (!parameters.isEmpty()) {
      create.set("parameters", parameters);
    }
  }

  /**
   * The parameters, one a line as {@code name value}: a stop sequence may come several times, and
   * is a list even when it is one.
   */
  private ObjectNode parameters() {
    ObjectNode parameters = ServerApi.object();
    body.path("parameters")
        .asString("")
        .lines()
        .map(line -> line.strip().split("\\s+", 2))
        .filter(pair -> pair.length == 2)
        .forEach(
            pair -> {
              if (pair[0].equals("stop")) {
                parameters.withArray("stop").add(value(pair[1]));
              } else {
                parameters.set(pair[0], value(pair[1]));
              }
            });
    return parameters;
  }

  /** A number, a truth value, or text in quotation marks. */
  private static JsonNode value(String written) {
    try {
      return JsonMapper.shared().readTree(written);
    } catch (JacksonException notJson) {
      boolean quoted = written.length() > 1 && written.startsWith("\"") && written.endsWith("\"");
      String text = quoted ? written.substring(1, written.length() - 1) : written;
      return JsonMapper.shared().getNodeFactory().stringNode(text);
    }
  }
}
