package dev.nightshift.evaluation;

import dev.nightshift.evaluation.EvaluationException.Code;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Question sets as JSON lines: {@code {"question", "keyword" | "answer"}}, blank lines ignored. */
public final class EvaluationItems {
  private static final int SHOWN = 10;

  private EvaluationItems() {}

  /**
   * Reads a file.
   *
   * @throws EvaluationException FORMAT naming every bad line (the first ten), STORAGE when it
   *     cannot be read
   */
  public static List<EvaluationItem> read(Path file) {
    try {
      return parse(file.toString(), Files.readAllLines(file, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new EvaluationException(
          Code.STORAGE, "cannot read the questions in " + file + " (UTF-8, JSON lines)", e);
    }
  }

  /** Parses lines; {@code source} names them in messages. */
  public static List<EvaluationItem> parse(String source, List<String> lines) {
    List<EvaluationItem> items = new ArrayList<>();
    List<String> bad = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).isBlank()) {
        continue;
      }
      try {
        items.add(item(JsonMapper.shared().readTree(lines.get(i))));
      } catch (JacksonException e) {
        bad.add("line %d: not JSON: %s".formatted(i + 1, e.getOriginalMessage()));
      } catch (IllegalArgumentException e) {
        bad.add("line %d: %s".formatted(i + 1, e.getMessage()));
      }
    }
    if (!bad.isEmpty()) {
      throw new EvaluationException(
          Code.FORMAT,
          "%s: %d bad line(s); each must be {\"question\":…, \"keyword\" or \"answer\":…}%n%s"
              .formatted(
                  source,
                  bad.size(),
                  String.join(
                      System.lineSeparator(), bad.subList(0, Math.min(SHOWN, bad.size())))));
    }
    return List.copyOf(items);
  }

  /** One line, without its line break. */
  static String line(EvaluationItem item) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("question", item.question());
    if (item.keyword() != null) {
      fields.put("keyword", item.keyword());
    }
    if (item.answer() != null) {
      fields.put("answer", item.answer());
    }
    return JsonMapper.shared().writeValueAsString(fields);
  }

  private static EvaluationItem item(JsonNode node) {
    if (!node.isObject()) {
      throw new IllegalArgumentException("not a JSON object");
    }
    String question = text(node, "question");
    return new EvaluationItem(
        question == null ? "" : question, text(node, "keyword"), text(node, "answer"));
  }

  private static @Nullable String text(JsonNode node, String name) {
    JsonNode value = node.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isString() && !value.isNumber()) {
      throw new IllegalArgumentException("\"" + name + "\" must be a text");
    }
    return value.asString();
  }
}
