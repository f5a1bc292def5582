package dev.nightshift.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.nightshift.evaluation.SequentialTest.Decision;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Against constants that were published or that can be counted by hand. */
class StatisticsTests {
  @Test
  void binomial_tails_are_counted_exactly() {
    assertThat(Binomial.atLeast(8, 10, 0.5)).isCloseTo(56 / 1024.0, within(1e-12));
    assertThat(Binomial.atMost(2, 10, 0.5)).isCloseTo(56 / 1024.0, within(1e-12));
    assertThat(Binomial.atLeast(59, 59, 0.95)).isCloseTo(Math.pow(0.95, 59), within(1e-12));
    assertThat(Binomial.atLeast(0, 0, 0.5)).isEqualTo(1);
    assertThat(Binomial.atLeast(3, 3, 1)).isEqualTo(1);
  }

  @Test
  void the_paired_test_looks_at_discordant_pairs_only() {
    assertThat(PairedTest.better(8, 2)).isCloseTo(56 / 1024.0, within(1e-12));
    assertThat(PairedTest.different(8, 2)).isCloseTo(112 / 1024.0, within(1e-12));
    assertThat(PairedTest.better(0, 0)).isEqualTo(1);
    assertThat(PairedTest.different(5, 5)).isEqualTo(1);
  }

  /** The examples of Newcombe (1998), table I, method 3. */
  @Test
  void wilson_intervals_are_those_of_newcombe() {
    assertInterval(81, 263, 0.2553, 0.3662);
    assertInterval(15, 148, 0.0624, 0.1605);
    assertInterval(0, 20, 0.0000, 0.1611);
    assertInterval(1, 29, 0.0061, 0.1718);
  }

  @Test
  void a_wilson_interval_of_none_begins_at_zero_and_one_of_all_ends_at_one() {
    for (int total = 1; total < 200; total++) {
      assertThat(WilsonInterval.of(0, total, WilsonInterval.Z95).lower()).isZero();
      assertThat(WilsonInterval.of(total, total, WilsonInterval.Z95).upper()).isEqualTo(1);
    }
  }

  private static void assertInterval(int successes, int total, double lower, double upper) {
    WilsonInterval interval = WilsonInterval.of(successes, total, WilsonInterval.Z95);
    assertThat(interval.lower()).isCloseTo(lower, within(5e-5));
    assertThat(interval.upper()).isCloseTo(upper, within(5e-5));
  }

  /** Hollander and Wolfe (1973), p. 29: depression scores of nine patients; V = 40, p = 0.01953. */
  @Test
  void the_signed_rank_test_gives_the_textbooks_value() {
    double[] before = {1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30};
    double[] after = {0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29};
    double[] differences = IntStream.range(0, 9).mapToDouble(i -> before[i] - after[i]).toArray();

    assertThat(SignedRankTest.shiftedUp(differences)).isCloseTo(10 / 512.0, within(1e-12));
    assertThat(SignedRankTest.shift(differences)).isCloseTo(0.46, within(0.005));
  }

  @Test
  void ties_and_zeros_are_allowed_and_large_samples_use_the_normal_tail() {
    assertThat(SignedRankTest.shiftedUp(new double[] {0, 0})).isEqualTo(1);
    assertThat(SignedRankTest.shiftedUp(new double[] {1, 1, 1, 0})).isCloseTo(0.125, within(1e-12));
    double[] many = IntStream.range(1, 201).mapToDouble(i -> i % 2 == 0 ? i : -i).toArray();
    assertThat(SignedRankTest.shiftedUp(many)).isBetween(0.4, 0.55);
    assertThat(SignedRankTest.upperTail(1.959963985)).isCloseTo(0.025, within(1e-6));
  }

  @Test
  void the_sequential_test_stops_at_walds_bounds() {
    SequentialTest test = new SequentialTest(0.95, 0.75, 0.002, 0.05);
    assertThat(IntStream.range(0, 3).mapToObj(i -> test.observe(false)))
        .containsOnly(Decision.UNDECIDED);
    assertThat(test.observe(false)).as("4 ln 5 > ln 475").isEqualTo(Decision.BAD);
    assertThat(test.logLikelihoodRatio()).isCloseTo(4 * Math.log(5), within(1e-12));

    SequentialTest good = new SequentialTest(0.95, 0.75, 0.002, 0.05);
    Decision last = Decision.UNDECIDED;
    for (int i = 0; i < 13; i++) {
      last = good.observe(true);
    }
    assertThat(last).as("13 ln (75/95) < ln (0.05/0.998)").isEqualTo(Decision.GOOD);
    assertThatThrownBy(() -> new SequentialTest(0.7, 0.8, 0.1, 0.1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
