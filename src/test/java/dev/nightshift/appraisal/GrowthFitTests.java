package dev.nightshift.appraisal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GrowthFitTests {
  private static double shape(Order order, double n) {
    return switch (order) {
      case CONSTANT -> 1;
      case LOGARITHMIC -> Math.log(n);
      case SQUARE_ROOT -> Math.sqrt(n);
      case LINEAR -> n;
      case LINEARITHMIC -> n * Math.log(n);
      case SUBQUADRATIC -> n * Math.sqrt(n);
      case QUADRATIC -> n * n;
      case CUBIC -> n * n * n;
      case EXPONENTIAL -> Math.pow(1.6, n);
    };
  }

  /** Whether one is the other or next to it. */
  private static boolean near(@Nullable Order found, Order order) {
    List<Order> orders = List.of(Order.values());
    return Math.abs(orders.indexOf(found) - orders.indexOf(order)) <= 1;
  }

  private static double[] sizes(Order order) {
    return order == Order.EXPONENTIAL
        ? IntStream.of(8, 9, 11, 13, 16, 18, 20, 22, 24, 27).asDoubleStream().toArray()
        : IntStream.range(0, 10).mapToDouble(i -> 64 << i).toArray();
  }

  private static @Nullable Order fitted(double[] sizes, DoubleUnaryOperator value) {
    return GrowthFit.of(sizes, Arrays.stream(sizes).map(value).toArray(), 8).order();
  }

  @ParameterizedTest
  @EnumSource
  void each_order_is_found_whatever_the_units_and_with_an_overhead(Order order) {
    double[] sizes = sizes(order);
    double first = shape(order, sizes[0]);

    assertThat(fitted(sizes, n -> 1e-7 * shape(order, n))).isEqualTo(order);
    assertThat(fitted(sizes, n -> 3600 * shape(order, n))).isEqualTo(order);
    assertThat(fitted(sizes, n -> 1e-7 * (first / 2 + shape(order, n)))).isEqualTo(order);
  }

  @ParameterizedTest
  @EnumSource
  void each_order_is_found_through_noise_or_one_next_to_it(Order order) {
    Random dice = new Random(7);
    int exact = 0;
    for (int trial = 0; trial < 200; trial++) {
      // Times are only ever too long: a few per cent always, now and then much.
      Order found =
          fitted(
              sizes(order),
              n ->
                  1e-6
                      * shape(order, n)
                      * (1 + 0.04 * dice.nextDouble() + (dice.nextInt(20) == 0 ? 2 : 0)));
      assertThat(near(found, order)).as("%s for %s", found, order).isTrue();
      exact += found == order ? 1 : 0;
    }
    assertThat(exact).isGreaterThan(150);
  }

  @Test
  void what_cannot_be_known_is_not_known() {
    double[] few = {8, 16, 32, 64};
    assertThat(GrowthFit.of(few, few, 8).reason()).isEqualTo("4 sizes are too few");
    double[] near = {100, 101, 102, 103, 104};
    assertThat(GrowthFit.of(near, near, 8).reason()).contains("too near");
    Random dice = new Random(1);
    double[] sizes = sizes(Order.LINEAR);
    assertThat(
            GrowthFit.of(sizes, dice.doubles(sizes.length, -8, 8).map(Math::exp).toArray(), 8)
                .reason())
        .contains("follows no order");
  }
}
