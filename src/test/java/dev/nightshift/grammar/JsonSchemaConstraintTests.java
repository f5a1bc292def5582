package dev.nightshift.grammar;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whatever tokens a model prefers, a validator finds the answer valid. */
class JsonSchemaConstraintTests {
  private static final TokenTrie VOCABULARY = RandomModel.vocabulary(false);
  private static final int ANSWERS = 60;

  static List<JsonNode> schemas() throws IOException {
    try (InputStream file = resource("/constraint/schemas.json")) {
      return List.copyOf(JsonMapper.shared().readTree(file).asArray().elements());
    }
  }

  private static InputStream resource(String path) {
    return requireNonNull(JsonSchemaConstraintTests.class.getResourceAsStream(path));
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void every_answer_is_valid(JsonNode node) {
    String schema = node.toString();
    TokenConstraint constraint = new Constraint.JsonSchema(schema).over(VOCABULARY);
    Schema validator = validator(schema);
    Random random = new Random(7);
    for (int i = 0; i < ANSWERS; i++) {
      int most = constraint.leastTokens() + random.nextInt(i + 1);
      String answer = RandomModel.answer(constraint, VOCABULARY, most, random);
      assertThat(validator.validate(answer, InputFormat.JSON)).as(answer).isEmpty();
      JsonNode value = JsonMapper.shared().readTree(answer);
      assertThat(answer.length()).as("no padding").isLessThan(3 * value.toString().length());
    }
  }

  private static Schema validator(String schema) {
    return SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            registry ->
                registry.schemaRegistryConfig(
                    SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()))
        .getSchema(schema, InputFormat.JSON);
  }

  @Test
  void integers_are_those_within_the_bounds_and_no_others() {
    Dfa automaton = automaton("{'type': 'integer', 'minimum': -120, 'exclusiveMaximum': 57}");
    for (int value = -1300; value < 1300; value++) {
      assertThat(accepts(automaton, String.valueOf(value)))
          .as("%d", value)
          .isEqualTo(value >= -120 && value < 57);
    }
    assertThat(accepts(automaton, "-0") || accepts(automaton, "05")).isFalse();
    assertThat(accepts(automaton("{'type': 'integer'}"), "-999999999999999")).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "-1.05,exclusiveMinimum,2.5,maximum",
    "0,minimum,1,maximum",
    "0.001,minimum,9.99,exclusiveMaximum",
    "-20,minimum,-9.5,exclusiveMaximum"
  })
  void decimals_are_those_within_the_bounds_and_no_others(
      BigDecimal low, String lower, BigDecimal high, String upper) {
    Dfa automaton = automaton("{'%s': %s, '%s': %s}".formatted(lower, low, upper, high));
    for (int scale = 0; scale <= 3; scale++) {
      int step = (int) Math.pow(10, scale);
      for (int i = -25 * step; i <= 25 * step; i++) {
        BigDecimal value = BigDecimal.valueOf(i, scale);
        boolean above = value.compareTo(low) >= (lower.startsWith("ex") ? 1 : 0);
        boolean below = value.compareTo(high) <= (upper.startsWith("ex") ? -1 : 0);
        assertThat(accepts(automaton, value.toPlainString()))
            .as("%s", value)
            .isEqualTo(above && below);
      }
    }
  }

  @Test
  void strings_hold_any_character_and_escape_only_what_must_be() {
    Dfa automaton = automaton("{'type': 'string', 'minLength': 1, 'maxLength': 3}");
    for (String text : List.of("a", "é😀ß", "\\\"\n", "\t ~", "日本")) {
      String json = JsonMapper.shared().writeValueAsString(text);
      assertThat(accepts(automaton, json)).as(json).isTrue();
    }
    for (String json : List.of("\"\"", "\"abcd\"", "\"😀😀😀😀\"", "\"a\nb\"", "\"\\x\"", "\"a")) {
      assertThat(accepts(automaton, json)).as(json).isFalse();
    }
    byte[] half = {'"', (byte) 0xC3, '"'};
    assertThat(automaton.run(0, half)).isEqualTo(Dfa.DEAD);
  }

  @Test
  void white_space_is_one_space_or_none_and_optional_properties_may_be_left_out() {
    Dfa automaton =
        automaton(
            "{'properties': {'a': {'type': 'null'}, 'b': {'type': 'null'}, 'c': {'type': 'null'}},"
                + " 'required': ['b']}");
    for (String json :
        List.of(
            "{\"b\":null}",
            "{\"a\": null, \"b\": null}",
            "{\"b\": null,\"c\":null}",
            "{\"a\":null,\"b\":null,\"c\":null}")) {
      assertThat(accepts(automaton, json)).as(json).isTrue();
    }
    for (String json :
        List.of(
            "{}",
            "{\"a\":null}",
            "{\"b\":null,}",
            "{ \"b\":null}",
            "{\"b\":  null}",
            "{\"b\":null}\n",
            "{\"c\":null,\"b\":null}",
            "{\"b\":null,\"d\":null}")) {
      assertThat(accepts(automaton, json)).as(json).isFalse();
    }
  }

  private static Dfa automaton(String quoted) {
    return Dfa.of(SchemaCompiler.compile(quoted.replace('\'', '"')));
  }

  private static boolean accepts(Dfa automaton, String text) {
    int state = automaton.run(0, text.getBytes(StandardCharsets.UTF_8));
    return state != Dfa.DEAD && automaton.accepting(state);
  }
}
