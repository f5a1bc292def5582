package dev.nightshift.codeloop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OutputFormTests {
  private static OutputForm expecting(String... values) {
    return new OutputForm(
        Stream.of(values).map(value -> new Row("r", "[]", value, false)).toList());
  }

  @Test
  void a_value_of_another_type_is_out_of_form() {
    assertThat(expecting("3").fits("4.5")).isTrue();
    assertThat(expecting("3").fits("\"3\"")).isFalse();
    assertThat(expecting("3").fits("true")).isFalse();
    assertThat(expecting("3").fits("null")).isFalse();
    assertThat(expecting("3", "null").fits("null")).isTrue();
  }

  @Test
  void the_shape_of_what_is_in_it_counts_and_its_length_does_not() {
    assertThat(expecting("[1,2]").fits("[9]")).isTrue();
    assertThat(expecting("[1,2]").fits("[]")).isTrue();
    assertThat(expecting("[1,2]").fits("[\"1\"]")).isFalse();
    assertThat(expecting("[[1,\"a\"]]").fits("[[\"b\",2]]")).isTrue();
    assertThat(expecting("[[1]]").fits("[1]")).isFalse();
    assertThat(expecting("{\"a\":1}").fits("{\"b\":2}")).isTrue();
    assertThat(expecting("{\"a\":1}").fits("{\"a\":[1]}")).isFalse();
    assertThat(expecting("[]").fits("[1]")).isTrue();
  }

  @Test
  void a_print_with_other_brackets_blanks_or_case_is_right_but_for_its_form() {
    List<String> forms = List.of("[1, 2]", "1,2", "", "1 2");
    assertThat(forms).allMatch(printed -> OutputForm.onlyForm("1 2", printed));
    assertThat(OutputForm.onlyForm("1 2", "1 3")).isFalse();
    assertThat(OutputForm.onlyForm("-1", "1")).isFalse();
  }
}
