package dev.nightshift.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AnyObjectTests {
  private static final Constraint ANY = new Constraint.JsonObject();

  @Test
  void whatever_tokens_a_model_prefers_the_answer_is_an_object() {
    TokenTrie vocabulary = RandomModel.vocabulary(false);
    TokenConstraint constraint = ANY.over(vocabulary);
    Random random = new Random(7);
    int members = 0;
    for (int i = 0; i < 100; i++) {
      int most = constraint.leastTokens() + i;
      String answer = RandomModel.answer(constraint, vocabulary, most, random);
      JsonNode value = JsonMapper.shared().readTree(answer);
      assertThat(value.isObject()).as(answer).isTrue();
      members += value.size();
    }
    assertThat(members).isPositive();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | true",
        "{\"a\": 1, \"é\":[true,null,{\"b\":\"\\n\"}]} | true",
        "{\"a\":{\"b\":{\"c\":{}}}} | true",
        "{\"a\":{\"b\":{\"c\":{\"d\":{}}}}} | false",
        "{\"a\":1,} | false",
        "[1] | false",
        "{a:1} | false",
      })
  void objects_of_some_depth_may_be_written_and_nothing_else(String text, boolean allowed) {
    assertThat(allows(text.strip())).isEqualTo(allowed);
  }

  private static boolean allows(String text) {
    Dfa automaton = Dfa.of(AnyObject.language());
    int end = automaton.run(0, text.getBytes(StandardCharsets.UTF_8));
    return end != Dfa.DEAD && automaton.accepting(end);
  }
}
