package dev.nightshift.codeloop;

import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON as Python writes it, for models that are to write Python. */
final class PythonText {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** A row that is longer tells a model no more. */
  private static final int LONGEST = 300;

  private PythonText() {}

  /** A value; what is no JSON stays as it is. */
  static String value(String json) {
    try {
      return shortened(text(JSON.readTree(json)));
    } catch (JacksonException e) {
      return shortened(json);
    }
  }

  /** An array or an object as the arguments of a call, in parentheses. */
  static String arguments(String json) {
    try {
      JsonNode node = JSON.readTree(json);
      String arguments =
          node.isObject()
              ? node.properties().stream()
                  .map(entry -> entry.getKey() + "=" + text(entry.getValue()))
                  .collect(Collectors.joining(", "))
              : list(node);
      return "(" + shortened(arguments) + ")";
    } catch (JacksonException e) {
      return "(" + shortened(json) + ")";
    }
  }

  private static String text(JsonNode node) {
    return switch (node.getNodeType()) {
      case NULL, MISSING -> "None";
      case BOOLEAN -> node.booleanValue() ? "True" : "False";
      case ARRAY -> "[" + list(node) + "]";
      case OBJECT ->
          node.properties().stream()
              .map(entry -> JSON.writeValueAsString(entry.getKey()) + ": " + text(entry.getValue()))
              .collect(Collectors.joining(", ", "{", "}"));
      default -> node.toString();
    };
  }

  private static String list(JsonNode node) {
    return StreamSupport.stream(node.spliterator(), false)
        .map(PythonText::text)
        .collect(Collectors.joining(", "));
  }

  static String shortened(String text) {
    String one = text.strip();
    return one.length() <= LONGEST ? one : one.substring(0, LONGEST) + "…";
  }
}
