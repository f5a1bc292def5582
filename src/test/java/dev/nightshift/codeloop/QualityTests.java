package dev.nightshift.codeloop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QualityTests {
  private static final String[] ORDERS = {"O(n)", "O(n log n)", "O(n^1.5)", "O(n^2)", "O(c^n)", ""};
  private static final double[] EXPONENTS = {1, 1.1, 1.5, 2, Double.POSITIVE_INFINITY, Double.NaN};

  /** Of one of the orders. */
  private static Quality of(int order, double practice, int characters) {
    return new Quality(ORDERS[order], EXPONENTS[order], practice, characters);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 3, true",
    "1, 3, true",
    "3, 0, false",
    "4, 3, false",
    "3, 4, true",
  })
  void growth_decides_where_it_clearly_differs(int one, int other, boolean better) {
    Quality first = of(one, better ? 0.1 : 1, better ? 999 : 9);
    Quality second = of(other, 0.5, 99);

    assertThat(first.against(second, "v1").better()).isEqualTo(better);
    assertThat(second.against(first, "v1").better()).isEqualTo(!better);
    assertThat(first.against(second, "v1").reason()).contains("grows as " + ORDERS[one]);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "0, 2", "2, 3", "0, 5", "5, 4", "4, 4", "5, 5"})
  void orders_that_are_near_or_not_known_leave_it_to_the_text(int one, int other) {
    assertThat(of(one, 1, 99).against(of(other, 0.7, 9), "v1"))
        .isEqualTo(new Quality.Preference(true, "practice 1.00 instead of 0.70"));
    assertThat(of(one, 0.7, 9).against(of(other, 1, 99), "v1"))
        .isEqualTo(new Quality.Preference(false, "practice 0.70 is less than the 1.00 of v1"));
    assertThat(of(one, 1, 8).against(of(other, 1, 9), "v1"))
        .isEqualTo(new Quality.Preference(true, "8 characters instead of 9"));
    assertThat(of(one, 1, 9).against(of(other, 1, 9), "v1"))
        .isEqualTo(new Quality.Preference(false, "9 characters are not fewer than the 9 of v1"));
  }

  @Test
  void without_a_sandbox_the_text_is_all_there_is_and_its_spacing_is_nothing() {
    Quality spaced = Quality.ofText("x  =  1\n\n");

    assertThat(spaced.characters()).isEqualTo(3);
    assertThat(spaced.against(Quality.ofText("x=1"), "v1").better()).isFalse();
    assertThat(Quality.ofText("x=1").against(of(0, 1, 4), "v1").better()).isTrue();
  }
}
