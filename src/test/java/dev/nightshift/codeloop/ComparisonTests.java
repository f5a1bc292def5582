package dev.nightshift.codeloop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTests {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2 | 2.0 | true",
        "1 | true | true",
        "false | 0 | true",
        "true | 2 | false",
        "true | \"true\" | false",
        "false | null | false",
        "[1, 2] | [1, 2] | true",
        "[1, 2] | [2, 1] | false",
        "[1] | [1, 1] | false",
        "{\"a\": 1, \"b\": [2]} | {\"b\": [2.0], \"a\": 1} | true",
        "{\"a\": 1} | {\"a\": 1, \"b\": 1} | false",
        "null | 0 | false",
        "\"1\" | 1 | false",
        "0.3 | 0.30000000000000004 | false",
        "12345678901234567890123 | 12345678901234567890124 | false",
        "1 | nonsense | false"
      })
  void values_are_compared_as_python_does(String expected, String actual, boolean same) {
    assertThat(new Comparison(0).ofValues(expected, actual)).isEqualTo(same);
  }

  @Test
  void a_tolerance_is_relative_to_large_numbers_and_absolute_for_small_ones() {
    Comparison near = new Comparison(1e-9);
    assertThat(near.ofValues("0.3", "0.30000000000000004")).isTrue();
    assertThat(near.ofValues("0", "0.00000000001")).isTrue();
    assertThat(near.ofValues("1000000", "1000000.0001")).isTrue();
    assertThat(near.ofValues("1000000", "1000000.01")).isFalse();
    assertThat(near.ofValues("[1, [2]]", "[1.0000000001, [2]]")).isTrue();
  }

  @Test
  void of_printed_texts_blanks_at_ends_do_not_count() {
    Comparison texts = new Comparison(0);
    assertThat(texts.ofTexts("a 1\nb", "a 1  \r\nb\n\n")).isTrue();
    assertThat(texts.ofTexts("a", " a")).isFalse();
    assertThat(texts.ofTexts("", "\n")).isTrue();
    assertThat(texts.ofTexts("a\n\nb", "a\nb")).isFalse();
  }
}
