package dev.nightshift.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FisherTestTests {
  @Test
  void the_lady_tasting_tea() {
    // Fisher's own example: of eight cups three of four guessed, p = 17/70.
    assertThat(FisherTest.less(1, 4, 3, 4)).isCloseTo(17.0 / 70, within(1e-12));
    assertThat(FisherTest.less(0, 4, 4, 4)).isCloseTo(1.0 / 70, within(1e-12));
  }

  @Test
  void both_tails_and_the_middle_make_a_whole() {
    double below = FisherTest.less(2, 10, 6, 12);
    double above = FisherTest.less(8, 10, 6, 12);
    // Misses instead of hits turn the order round: P(hits ≥ 2) = P(misses ≤ 8).
    double middle = below + above - 1;
    assertThat(middle).isCloseTo(45.0 * 924 / 319770, within(1e-9));
  }

  @Test
  void without_a_difference_there_is_no_evidence() {
    assertThat(FisherTest.less(5, 5, 5, 5)).isCloseTo(1, within(1e-12));
    assertThat(FisherTest.less(0, 5, 0, 5)).isCloseTo(1, within(1e-12));
    assertThatIllegalArgumentException().isThrownBy(() -> FisherTest.less(6, 5, 0, 5));
  }
}
