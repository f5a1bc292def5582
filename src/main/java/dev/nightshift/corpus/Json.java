package dev.nightshift.corpus;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One JSON object, read field by field with errors that name the field. */
record Json(JsonNode node) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** An empty object to fill. */
  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** The object in a line. */
  static Json parse(String line) {
    try {
      JsonNode node = MAPPER.readTree(line);
      if (!node.isObject()) {
        throw malformed("not a JSON object");
      }
      return new Json(node);
    } catch (JacksonException e) {
      throw malformed(
          "not JSON: " + e.getOriginalMessage().replaceFirst("(?s): was expecting.*", ""));
    }
  }

  /** A text that must be there and say something. */
  String text(String name) {
    JsonNode value = node.get(name);
    if (value == null || !value.isString() || value.asString().isBlank()) {
      throw malformed('"' + name + "\" must be a text that is not empty");
    }
    return value.asString();
  }

  /** A text that may be missing or null. */
  String text(String name, String otherwise) {
    JsonNode value = node.get(name);
    if (value == null || value.isNull()) {
      return otherwise;
    }
    if (!value.isString()) {
      throw malformed('"' + name + "\" must be a text");
    }
    return value.asString();
  }

  /** A number that may be missing. */
  double number(String name, double otherwise) {
    JsonNode value = node.get(name);
    if (value == null || value.isNull()) {
      return otherwise;
    }
    if (!value.isNumber()) {
      throw malformed('"' + name + "\" must be a number");
    }
    return value.asDouble();
  }

  /** A list of texts that may be missing. */
  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (JsonNode item : items(name)) {
      if (!item.isString()) {
        throw malformed('"' + name + "\" must be a list of texts");
      }
      texts.add(item.asString());
    }
    return texts;
  }

  /** A list of objects that may be missing. */
  List<Json> objects(String name) {
    List<Json> objects = new ArrayList<>();
    for (JsonNode item : items(name)) {
      if (!item.isObject()) {
        throw malformed('"' + name + "\" must be a list of objects");
      }
      objects.add(new Json(item));
    }
    return objects;
  }

  /** A time in ISO form that may be missing. */
  @Nullable Instant time(String name) {
    String text = text(name, "");
    try {
      return text.isEmpty() ? null : Instant.parse(text);
    } catch (DateTimeException e) {
      throw malformed(
          '"' + name + "\" must be a time such as 2026-01-31T02:00:00Z, not \"" + text + '"');
    }
  }

  private Iterable<JsonNode> items(String name) {
    JsonNode value = node.get(name);
    if (value == null || value.isNull()) {
      return List.of();
    }
    if (!value.isArray()) {
      throw malformed('"' + name + "\" must be a list");
    }
    return value;
  }

  private static CorpusException malformed(String message) {
    return new CorpusException(CorpusException.Code.MALFORMED, message);
  }
}
