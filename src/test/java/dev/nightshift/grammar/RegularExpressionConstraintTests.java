package dev.nightshift.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.grammar.GrammarException.Code;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegularExpressionConstraintTests {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "yes|no",
        "(19|20)\\d\\d-(0[1-9]|1[0-2])",
        "[A-Z][a-z]{0,7}( [A-Z][a-z]*)?",
        "^(?<key>\\w+)=\"[^\"\\\\]*\"$",
        "a*?b+?c{2,}?",
        "[^a-z\\s]{3}",
        "(é|\\u00fc|\\x41|\\u{1F600}|\\uD83D\\uDE01){2,4}",
        "[\\w.+-]+@[\\w-]+\\.(com|org)",
        ".\\.\\S\\D\\W",
        "[]a]|[a\\]b-]{2}|x{0}y",
        "(a|b)*abb",
        "[\\u0400-\\uffff]{1,3}"
      })
  void every_answer_matches(String pattern) {
    for (boolean dropped : new boolean[] {false, true}) {
      TokenTrie vocabulary = RandomModel.vocabulary(dropped);
      TokenConstraint constraint = new Constraint.RegularExpression(pattern).over(vocabulary);
      Random random = new Random(11);
      for (int i = 0; i < 40; i++) {
        int most = constraint.leastTokens() + random.nextInt(i + 1);
        String answer = RandomModel.answer(constraint, vocabulary, most, random);
        String text = dropped && answer.startsWith(" ") ? answer.substring(1) : answer;
        assertThat(Pattern.compile(javas(pattern)).matcher(text).matches()).as(text).isTrue();
      }
    }
  }

  /** Java writes two things differently. */
  private static String javas(String pattern) {
    return pattern.replaceAll("\\\\u\\{(\\w+)}", "\\\\x{$1}").replace("[]a]", "(?!)");
  }

  @Test
  void a_space_that_the_tokenizer_drops_is_not_part_of_the_answer() {
    TokenTrie vocabulary = RandomModel.vocabulary(true);
    ConstrainedAnswer answer = new Constraint.RegularExpression(" a").over(vocabulary).begin(9);
    answer.take(' ');
    assertThat(answer.allows(' ')).isTrue();
    assertThat(answer.allows('a')).isFalse();
    ConstrainedAnswer other = new Constraint.RegularExpression("a").over(vocabulary).begin(9);
    assertThat(other.allows(' ') && other.allows('a')).isTrue();
    other.take(' ');
    assertThat(other.allows(' ')).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\"',
      value = {
        "(a;MALFORMED;a '(' without",
        "a);MALFORMED;a ')' without",
        "[a;MALFORMED;without its ']'",
        "*a;MALFORMED;nothing to repeat",
        "a**;MALFORMED;behind a quantifier",
        "a{2,1};MALFORMED;n not above m",
        "a{;MALFORMED;a number is missing",
        "[z-a];MALFORMED;a later one",
        "[\\d-z];MALFORMED;a later one",
        "a\\;MALFORMED;backslash",
        "\\u12;MALFORMED;hexadecimal",
        "a$b;MALFORMED;nothing may follow",
        "(?!a)b;UNSUPPORTED;look-ahead",
        "(?<=a)b;UNSUPPORTED;look-behind",
        "(a)\\1;UNSUPPORTED;\\1 is not known",
        "\\bword;UNSUPPORTED;\\b is not known",
        "a^b;UNSUPPORTED;'^' stands only",
        "(a$|b);UNSUPPORTED;'$' stands only",
        "(a{999}){999};TOO_LARGE;states",
        "(a|b)*a(a|b){30};TOO_LARGE;states",
        "a{99999};TOO_LARGE;times",
        "[];UNSATISFIABLE;nothing can satisfy"
      })
  void an_expression_is_refused(String pattern, Code code, String why) {
    assertThatThrownBy(() -> new Constraint.RegularExpression(pattern).check())
        .isInstanceOf(GrammarException.class)
        .hasMessageContaining(why)
        .extracting(e -> ((GrammarException) e).code())
        .isEqualTo(code);
  }

  @Test
  void few_tokens_left_lead_to_the_end_and_too_few_are_refused() {
    TokenTrie vocabulary =
        new TokenTrie(
            List.of(bytes("a"), bytes("b"), bytes("ab"), bytes("END"), bytes("")),
            java.util.Set.of(3),
            false);
    TokenConstraint constraint = new Constraint.RegularExpression("a*(ab){2}b").over(vocabulary);
    assertThat(constraint.leastTokens()).isEqualTo(3);
    ConstrainedAnswer short3 = constraint.begin(3);
    assertThat(short3.allowed().stream().boxed()).containsExactly(2);
    ConstrainedAnswer longer = constraint.begin(4);
    assertThat(longer.allowed().stream().boxed()).containsExactly(0, 2);
    assertThat(longer.allows(3) || longer.allows(4) || longer.allows(1)).isFalse();
    assertThatThrownBy(() -> constraint.begin(2)).hasMessageContaining("has 3 tokens");
    assertThatThrownBy(() -> new Constraint.RegularExpression("c").over(vocabulary).begin(9))
        .hasMessageContaining("vocabulary cannot write");
  }

  @Test
  void the_end_is_allowed_exactly_where_the_answer_may_end() {
    TokenTrie vocabulary = RandomModel.vocabulary(false);
    ConstrainedAnswer answer = new Constraint.RegularExpression("ab?").over(vocabulary).begin(9);
    assertThat(answer.allows(RandomModel.END)).isFalse();
    answer.take('a');
    assertThat(answer.allows(RandomModel.END) && answer.allowed().get(RandomModel.END)).isTrue();
    assertThat(answer.satisfied() && !answer.complete()).isTrue();
    answer.take('b');
    assertThat(answer.complete()).isTrue();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
