package dev.nightshift.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an interpreter reports between the lines that its program prints: findings, results and an
 * uncaught exception. A program can forge all of them, as it can return what it likes; what makes
 * no sense is left out.
 *
 * @param output what is left when they are taken out
 */
record Reports(
    String output, List<Finding> findings, List<CallResult> results, @Nullable Failure failure) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Takes the reports with a mark out of what was printed. */
  static Reports in(String printed, String mark) {
    Matcher lines = Pattern.compile("\u001e" + mark + " ([^\n]*)\n").matcher(printed);
    StringBuilder output = new StringBuilder();
    List<Finding> findings = new ArrayList<>();
    List<CallResult> results = new ArrayList<>();
    @Nullable Failure failure = null;
    while (lines.find()) {
      lines.appendReplacement(output, "");
      try {
        JsonNode report = JSON.readTree(lines.group(1));
        for (JsonNode found : report.path("findings")) {
          findings.add(finding(found));
        }
        if (report.has("result")) {
          results.add(result(report.path("result")));
        }
        if (report.has("failure")) {
          failure = failure(report.path("failure"));
        }
      } catch (JacksonException | IllegalArgumentException e) {
        // Forged: what came before it is the program's word, and so is this.
      }
    }
    lines.appendTail(output);
    return new Reports(output.toString(), findings, results, failure);
  }

  private static Finding finding(JsonNode found) {
    return new Finding(
        Finding.Code.valueOf(text(found, "code")),
        found.path("line").asInt(0),
        found.path("column").asInt(0),
        text(found, "message"),
        text(found, "excerpt"));
  }

  private static Failure failure(JsonNode failed) {
    return new Failure(text(failed, "type"), text(failed, "message"), failed.path("line").asInt(0));
  }

  private static CallResult result(JsonNode result) {
    JsonNode value = result.path("value");
    return new CallResult(
        result.path("row").asInt(0),
        value.isObject()
            ? new CallResult.Value(
                text(value, "type"),
                value.path("json").isString() ? text(value, "json") : null,
                text(value, "text"))
            : null,
        value.isObject() ? null : failure(result.path("failure")),
        result.path("seconds").asDouble(0),
        result.path("cpuSeconds").asDouble(0),
        result.path("peakBytes").asLong(0));
  }

  private static String text(JsonNode node, String name) {
    return node.path(name).asString("");
  }
}
