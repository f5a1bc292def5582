package dev.nightshift.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.nightshift.grammar.GrammarException.Code;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Few words that would take all memory, all time or the whole stack. */
class HostileConstraintTests {
  static Stream<Constraint> hostile() {
    return Stream.of(
        new Constraint.JsonSchema("{\"type\":\"string\",\"pattern\":\"^(a?){10000}$\"}"),
        new Constraint.JsonSchema(
            "{\"type\":\"string\",\"pattern\":\"^(a|b|ab){5000}(.?){5000}$\",\"maxLength\":9}"),
        new Constraint.RegularExpression("((((()){10000}){10000}){10000}){10000}"),
        new Constraint.RegularExpression("(a|b)*a(a|b){40}"),
        new Constraint.JsonSchema(referencesToReferences(10_000)),
        new Constraint.JsonSchema(manyTimes(2_000, "{\"enum\":[\"" + "x".repeat(40_000) + "\"]}")),
        new Constraint.JsonSchema(
            "{\"oneOf\":[{\"enum\":"
                + numbers(0, 8000)
                + "},{\"enum\":"
                + numbers(8000, 15000)
                + "}]}"),
        new Constraint.JsonSchema(doubling("\"allOf\":[%1$s,%1$s]")),
        new Constraint.JsonSchema(
            doubling("\"allOf\":[{\"properties\":{\"a\":%1$s}},{\"properties\":{\"a\":%1$s}}]")),
        new Constraint.JsonSchema(manyMerged(150, 3_000)),
        new Constraint.JsonSchema("{\"enum\":[\"" + "x".repeat(100_000) + "\"]}"));
  }

  /** Each schema combines the next one twice. */
  private static String doubling(String combined) {
    return IntStream.range(0, 40)
        .mapToObj(
            i ->
                "\"%d\":{%s}"
                    .formatted(
                        i,
                        i == 39
                            ? "\"type\":\"null\""
                            : combined.formatted("{\"$ref\":\"#/$defs/%d\"}".formatted(i + 1))))
        .collect(Collectors.joining(",", "{\"$ref\":\"#/$defs/0\",\"$defs\":{", "}}"));
  }

  /** Many properties, each of a combination of one large schema. */
  private static String manyMerged(int combined, int properties) {
    String names =
        IntStream.range(0, properties)
            .mapToObj(i -> "\"p%d\":{\"type\":\"null\"}".formatted(i))
            .collect(Collectors.joining(","));
    String large = "{\"$ref\":\"#/$defs/large\"}";
    return "{\"$defs\":{\"large\":{\"properties\":{"
        + names
        + "},\"additionalProperties\":false},\"it\":{\"allOf\":["
        + Stream.generate(() -> large).limit(combined).collect(Collectors.joining(","))
        + "]}},"
        + manyTimes(100, "null").substring("{\"$defs\":{\"it\":null},".length());
  }

  /** A chain of schemas that only name the next one. */
  private static String referencesToReferences(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                i == count - 1
                    ? "\"%d\":1".formatted(i)
                    : "\"%d\":{\"$ref\":\"#/$defs/%d\"}".formatted(i, i + 1))
        .collect(Collectors.joining(",", "{\"$ref\":\"#/$defs/0\",\"$defs\":{", "}}"));
  }

  private static String manyTimes(int count, String schema) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"%d\":{\"$ref\":\"#/$defs/it\"}".formatted(i))
        .collect(
            Collectors.joining(",", "{\"$defs\":{\"it\":" + schema + "},\"properties\":{", "}}"));
  }

  private static String numbers(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(String::valueOf)
        .collect(Collectors.joining(",", "[", "]"));
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void is_refused_before_it_costs_much(Constraint constraint) {
    assertThatExceptionOfType(GrammarException.class)
        .isThrownBy(constraint::check)
        .satisfies(e -> assertThat(e.code()).isEqualTo(Code.TOO_LARGE));
  }

  static Stream<Constraint> large() {
    return Stream.of(
        new Constraint.JsonObject(),
        new Constraint.JsonSchema(manyTimes(100, "{\"enum\":" + numbers(1000, 1200) + "}")),
        new Constraint.JsonSchema(
            "{\"type\":\"array\",\"maxItems\":20,\"items\":{\"type\":\"string\",\"maxLength\":100}}"),
        new Constraint.JsonSchema(
            "{\"type\":\"string\",\"pattern\":\"^[A-Z]{2}[0-9]{2}([A-Z0-9]{4}){2,7}$\",\"minLength\":15}"),
        new Constraint.JsonSchema(manyTimes(15, "{\"type\":\"string\",\"maxLength\":150}")),
        new Constraint.JsonSchema(manyTimes(60, "{\"type\":\"string\",\"format\":\"email\"}")));
  }

  @ParameterizedTest
  @MethodSource("large")
  void what_applications_need_is_far_below(Constraint constraint) {
    assertThatNoException().isThrownBy(constraint::check);
  }
}
