package dev.nightshift.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Schemas of clients who mean no good: each check ends, and says so. */
class AnswerSchemaTests {
  private static String value(String text) {
    return "{\"x\":\"" + text + "\"}";
  }

  private static AnswerSchema pattern(String pattern) {
    return AnswerSchema.of("{\"properties\":{\"x\":{\"pattern\":\"" + pattern + "\"}}}");
  }

  @Test
  void a_pattern_is_searched_for_as_ecma_says() {
    assertThat(pattern("^[a-z]+$").violations(value("abc"))).isEmpty();
    assertThat(pattern("^[a-z]+$").violations(value("ab1"))).hasSize(1);
    assertThat(pattern("^[a-z]+$").violations(value("abc\\n"))).hasSize(1);
    assertThat(pattern("^\\\\p{Letter}+$").violations(value("\u00e4b"))).isEmpty();
  }

  @Test
  @Timeout(60)
  void a_pattern_that_takes_for_ever_is_given_up() {
    assertThat(pattern("(.*a){25}b").violations(value("a".repeat(60))))
        .singleElement()
        .asString()
        .contains("takes too long");
  }

  @Test
  @Timeout(60)
  void a_schema_that_doubles_at_each_step_is_given_up() {
    StringBuilder schema = new StringBuilder("{\"$ref\":\"#/$defs/s0\",\"$defs\":{");
    for (int i = 0; i < 40; i++) {
      String next = "{\"$ref\":\"#/$defs/s" + (i + 1) + "\"}";
      schema.append("\"s%d\":{\"allOf\":[%s,%s]},".formatted(i, next, next));
    }
    schema.append("\"s40\":{\"type\":\"object\"}}}");

    assertThat(AnswerSchema.of(schema.toString()).violations("{}"))
        .singleElement()
        .asString()
        .contains("takes too long");
  }

  @Test
  @Timeout(60)
  void a_schema_that_is_itself_is_given_up() {
    assertThat(AnswerSchema.of("{\"$ref\":\"#\"}").violations("{}"))
        .singleElement()
        .asString()
        .contains("takes too long");
  }

  @Test
  void expressions_that_are_none_are_refused() {
    assertThatIllegalArgumentException().isThrownBy(() -> pattern("("));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> pattern("(".repeat(50_000)))
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(500));
  }

  @Test
  void one_name_may_be_two_schemas_to_two_people() {
    String id = "{\"$id\":\"https://example.org/mine\",\"type\":\"%s\"}";

    assertThat(AnswerSchema.of(id.formatted("string")).violations("\"x\"")).isEmpty();
    assertThat(AnswerSchema.of(id.formatted("number")).violations("\"x\"")).hasSize(1);
  }
}
