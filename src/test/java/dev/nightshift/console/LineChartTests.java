package dev.nightshift.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LineChartTests {
  private static final double BOTTOM = 192;
  private static final double TOP = 24;

  @Test
  void the_least_value_lies_at_the_bottom_and_the_most_at_the_top() {
    LineChart chart = chart(List.of("a", "b", "c"), 0.0, 0.5, 1.0);

    assertThat(chart.lines().getFirst().dots())
        .extracting(LineChart.Dot::y)
        .containsExactly(BOTTOM, (BOTTOM + TOP) / 2, TOP);
    assertThat(chart.lines().getFirst().paths()).hasSize(1);
    assertThat(chart.lines().getFirst().dots().get(1).label()).isEqualTo("one, b: 50 %");
    assertThat(chart.ticks()).extracting(LineChart.Tick::label).startsWith("0 %").endsWith("100 %");
  }

  @Test
  void a_missing_value_breaks_the_line_and_is_no_nought() {
    LineChart chart = chart(List.of("a", "b", "c", "d"), 1.0, null, 1.0, Double.NaN);

    assertThat(chart.lines().getFirst().paths()).hasSize(2);
    assertThat(chart.lines().getFirst().dots()).hasSize(2);
  }

  @Test
  void a_value_beyond_the_axis_makes_the_axis_longer() {
    LineChart chart = chart(List.of("a", "b"), 4.0, 2.0);

    assertThat(chart.lines().getFirst().dots()).extracting(LineChart.Dot::y).startsWith(TOP);
    assertThat(chart.ticks().getLast().label()).isEqualTo("400 %");
  }

  @Test
  void one_place_lies_in_the_middle_and_no_place_is_no_line() {
    assertThat(chart(List.of("a"), 1.0).lines().getFirst().dots()).hasSize(1);
    assertThat(chart(List.of()).lines().getFirst().paths()).isEmpty();
  }

  @Test
  void of_many_places_some_are_named_the_last_among_them() {
    List<String> names = new ArrayList<>();
    List<@Nullable Double> values = new ArrayList<>();
    for (int i = 1; i <= 90; i++) {
      names.add("day " + i);
      values.add(0.5);
    }
    LineChart chart =
        LineChart.of(
            "many",
            names,
            List.of(new LineChart.Series("one", values)),
            0,
            1,
            Shown::share,
            List.of());

    assertThat(chart.labels().stream().filter(place -> !place.label().isEmpty()).count())
        .isBetween(6L, 9L);
    assertThat(chart.labels().getLast().label()).isEqualTo("day 90");
  }

  private static LineChart chart(List<String> names, @Nullable Double... values) {
    return LineChart.of(
        "title",
        names,
        List.of(new LineChart.Series("one", Arrays.asList(values))),
        0,
        1,
        Shown::share,
        List.of());
  }
}
