package dev.nightshift.erasure;

import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * What of a line or a record has to go.
 *
 * @param texts that must not be found
 * @param exchanges ids of exchanges whose records must not be found
 * @param said ids of single feedback whose records must not be found
 * @param author who said what must not be found, whatever it was about; empty for nobody
 */
record ForgottenLines(
    ForgottenTexts texts, Set<String> exchanges, Set<String> said, String author) {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** The field by which records of the gateway name their exchange. */
  private static final String TRANSACTION = "transaction_id";

  /** The fields by which they name what somebody said of it, and who did. */
  private static final String FEEDBACK = "feedback_id";

  private static final String AUTHOR = "author";

  /** Whether a line of a log goes. */
  boolean text(String line) {
    return texts.in(line);
  }

  /**
   * Whether a JSON line goes; one that names its exchange goes with that, with what was said or
   * with who said it, and not by its words.
   */
  boolean record(String line) {
    JsonNode node;
    try {
      node = JSON.readTree(line);
    } catch (JacksonException e) {
      return texts.in(line);
    }
    if (node == null || !node.isContainer()) {
      return texts.in(line);
    }
    String named = node.path(TRANSACTION).asString("");
    return named.isEmpty() ? holds(node) : exchanges.contains(named) || isSaid(node);
  }

  /** A JSON document with a mark in the place of each text that has to go; others are as before. */
  String json(String document) {
    try {
      JsonNode node = JSON.readTree(document);
      return node != null && node.isContainer() && mark(node)
          ? JSON.writeValueAsString(node) + "\n"
          : document;
    } catch (JacksonException e) {
      return texts.in(document) ? "" : document;
    }
  }

  /** A text of the bookkeeping, which may be JSON; what stands in it goes as a whole. */
  String stored(String value) {
    boolean json = value.startsWith("{") || value.startsWith("[");
    return json ? json(value).strip() : texts.in(value) ? ForgottenTexts.MARK : value;
  }

  private boolean isSaid(JsonNode record) {
    return said.contains(record.path(FEEDBACK).asString(""))
        || (!author.isEmpty() && author.equals(record.path(AUTHOR).asString("")));
  }

  private boolean holds(JsonNode node) {
    if (node.isString()) {
      return exchanges.contains(node.asString()) || texts.in(node.asString());
    }
    for (JsonNode child : node) {
      if (holds(child)) {
        return true;
      }
    }
    return false;
  }

  private boolean mark(JsonNode node) {
    boolean changed = false;
    switch (node) {
      case ObjectNode object -> {
        for (var field : object.properties()) {
          if (field.getValue().isString() && texts.in(field.getValue().asString())) {
            field.setValue(StringNode.valueOf(ForgottenTexts.MARK));
            changed = true;
          } else {
            changed |= mark(field.getValue());
          }
        }
      }
      case ArrayNode array -> {
        for (int i = 0; i < array.size(); i++) {
          if (array.get(i).isString() && texts.in(array.get(i).asString())) {
            array.set(i, StringNode.valueOf(ForgottenTexts.MARK));
            changed = true;
          } else {
            changed |= mark(array.get(i));
          }
        }
      }
      default -> {}
    }
    return changed;
  }
}
