package dev.nightshift.codeloop;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whether what came out is what was expected, as Python's {@code ==} sees it: {@code 2} is {@code
 * 2.0}, {@code true} is {@code 1}, the order of a dictionary's keys does not matter, a tuple is a
 * list.
 *
 * @param tolerance see {@link CodeTask}
 */
record Comparison(double tolerance) {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
          .build();

  /** Two texts of JSON. */
  boolean ofValues(String expected, String actual) {
    try {
      return same(JSON.readTree(expected), JSON.readTree(actual));
    } catch (JacksonException e) {
      return false;
    }
  }

  /** Two printed texts; blanks at the ends of lines and empty lines at the end do not count. */
  boolean ofTexts(String expected, String actual) {
    return trimmed(expected).equals(trimmed(actual));
  }

  private static String trimmed(String text) {
    return text.lines()
        .map(String::stripTrailing)
        .collect(Collectors.joining("\n"))
        .stripTrailing();
  }

  private boolean same(JsonNode expected, JsonNode actual) {
    if (isNumber(expected) && isNumber(actual)) {
      return near(number(expected), number(actual));
    }
    if (expected.isArray() && actual.isArray()) {
      if (expected.size() != actual.size()) {
        return false;
      }
      for (int i = 0; i < expected.size(); i++) {
        if (!same(expected.get(i), actual.get(i))) {
          return false;
        }
      }
      return true;
    }
    if (expected.isObject() && actual.isObject()) {
      return expected.size() == actual.size()
          && expected.properties().stream()
              .allMatch(
                  entry ->
                      actual.has(entry.getKey())
                          && same(entry.getValue(), actual.get(entry.getKey())));
    }
    return expected.equals(actual);
  }

  private static boolean isNumber(JsonNode node) {
    return node.isNumber() || node.isBoolean();
  }

  private static BigDecimal number(JsonNode node) {
    return node.isBoolean()
        ? (node.booleanValue() ? BigDecimal.ONE : BigDecimal.ZERO)
        : node.decimalValue();
  }

  private boolean near(BigDecimal expected, BigDecimal actual) {
    if (tolerance == 0) {
      return expected.compareTo(actual) == 0;
    }
    BigDecimal scale = expected.abs().max(BigDecimal.ONE);
    BigDecimal most = BigDecimal.valueOf(tolerance).multiply(scale, MathContext.DECIMAL64);
    return expected.subtract(actual).abs().compareTo(most) <= 0;
  }
}
