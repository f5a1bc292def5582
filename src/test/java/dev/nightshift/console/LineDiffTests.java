package dev.nightshift.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LineDiffTests {
  @Test
  void what_stayed_went_and_came_is_told_in_the_order_of_the_text() {
    assertThat(signed("one\ntwo\nthree\n", "one\ntwo and a half\nthree\nfour\n"))
        .containsExactly("  one", "- two", "+ two and a half", "  three", "+ four");
  }

  @Test
  void of_nothing_all_came_and_of_the_same_nothing() {
    assertThat(signed("", "a\nb")).containsExactly("+ a", "+ b");
    assertThat(signed("a\nb", "a\nb")).containsExactly("  a", "  b");
    assertThat(signed("a", "")).containsExactly("- a");
  }

  @Test
  void markup_in_a_line_is_left_as_it_is() {
    assertThat(signed("if a < b:", "if a <= b: # \"x\" & y"))
        .containsExactly("- if a < b:", "+ if a <= b: # \"x\" & y");
  }

  private static List<String> signed(String before, String after) {
    return LineDiff.of(before, after).stream()
        .map(line -> line.sign() + " " + line.text())
        .toList();
  }
}
