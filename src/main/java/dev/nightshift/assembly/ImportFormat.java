package dev.nightshift.assembly;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Lines of an import file: our own {@code {"question","answer",…}}, and chat logs' {@code
 * {"messages":[{"role","content"},…]}}, in which every user's turn that an assistant's follows
 * directly is an exchange.
 */
final class ImportFormat {
  private ImportFormat() {}

  /**
   * The exchanges of one line.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  static List<ImportLine> parse(String line) {
    JsonNode node = json(line);
    if (!node.isObject()) {
      throw new IllegalArgumentException("not a JSON object");
    }
    String model = node.path("model").asString("imported");
    if (node.has("messages")) {
      return chat(node.get("messages"), model, at(node));
    }
    return List.of(
        new ImportLine(
            text(node, "question"),
            text(node, "answer"),
            confidence(node),
            success(node),
            node.hasNonNull("correction") ? text(node, "correction") : null,
            at(node),
            model));
  }

  private static JsonNode json(String line) {
    if (line.indexOf('\uFFFD') >= 0) {
      throw new IllegalArgumentException("not UTF-8");
    }
    try {
      return JsonMapper.shared().readTree(line);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "not JSON: " + e.getOriginalMessage().replaceFirst("(?s): was expecting.*", ""), e);
    }
  }

  private static List<ImportLine> chat(JsonNode messages, String model, @Nullable Instant at) {
    if (!messages.isArray()) {
      throw new IllegalArgumentException("messages is not a list");
    }
    List<ImportLine> exchanges = new ArrayList<>();
    String asked = null;
    for (JsonNode message : messages) {
      String role = message.path("role").asString("");
      String content = content(message.path("content"));
      if (role.equals("assistant") && asked != null && !content.isBlank()) {
        exchanges.add(new ImportLine(asked, content, null, null, null, at, model));
      }
      asked = role.equals("user") && !content.isBlank() ? content : null;
    }
    if (exchanges.isEmpty()) {
      throw new IllegalArgumentException("no user's message that an assistant's follows");
    }
    return exchanges;
  }

  /** A text, or the text parts of a list of parts. */
  private static String content(JsonNode content) {
    if (content.isString()) {
      return content.asString();
    }
    StringBuilder text = new StringBuilder();
    for (JsonNode part : content) {
      if (part.path("type").asString("").equals("text")) {
        text.append(part.path("text").asString(""));
      }
    }
    return text.toString();
  }

  private static String text(JsonNode node, String name) {
    JsonNode value = node.path(name);
    if (!value.isString()) {
      throw new IllegalArgumentException(
          value.isMissingNode() ? name + " is missing" : name + " is not a text");
    }
    return value.asString();
  }

  private static @Nullable Double confidence(JsonNode node) {
    if (!node.hasNonNull("confidence")) {
      return null;
    }
    if (!node.get("confidence").isNumber()) {
      throw new IllegalArgumentException("confidence is not a number");
    }
    return node.get("confidence").asDouble();
  }

  private static @Nullable Boolean success(JsonNode node) {
    if (!node.hasNonNull("success")) {
      return null;
    }
    if (!node.get("success").isBoolean()) {
      throw new IllegalArgumentException("success is not true or false");
    }
    return node.get("success").asBoolean();
  }

  /** ISO-8601 with a zone, or seconds since 1970 as chat logs have them. */
  private static @Nullable Instant at(JsonNode node) {
    JsonNode at = node.hasNonNull("at") ? node.get("at") : node.path("created");
    if (at.isMissingNode() || at.isNull()) {
      return null;
    }
    try {
      return at.isNumber()
          ? Instant.ofEpochSecond(at.asLong())
          : OffsetDateTime.parse(at.asString()).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "at is not a time such as 2026-11-20T14:00:00Z: " + at.asString(), e);
    }
  }
}
