package dev.nightshift.codeloop;

import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whether what came out has the form that a task asks for. A value of a kind that some row of the
 * task expects has it: where one row expects {@code None} and others a number, both are in form.
 */
record OutputForm(List<Row> rows) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Rows and elements that are looked at. */
  private static final int MOST = 50;

  /** Whether a value is of a type and shape that is expected. */
  boolean fits(String json) {
    JsonNode actual = parsed(json);
    return rows.stream().limit(MOST).anyMatch(row -> alike(parsed(row.expected()), actual));
  }

  private static JsonNode parsed(String json) {
    try {
      return JSON.readTree(json);
    } catch (JacksonException e) {
      return JSON.missingNode();
    }
  }

  private static boolean alike(JsonNode expected, JsonNode actual) {
    if (expected.getNodeType() != actual.getNodeType()) {
      return false;
    }
    return !expected.isContainer()
        || expected.isEmpty()
        || actual
            .valueStream()
            .limit(MOST)
            .allMatch(
                one -> expected.valueStream().limit(MOST).anyMatch(other -> alike(other, one)));
  }

  /** Whether a printed text says what is expected in another form: other blanks, brackets, case. */
  static boolean onlyForm(String expected, String printed) {
    return printed.isBlank() || bare(expected).equals(bare(printed));
  }

  private static String bare(String text) {
    return text.replaceAll("[^\\p{L}\\p{N}.-]", "").toLowerCase(Locale.ROOT);
  }
}
