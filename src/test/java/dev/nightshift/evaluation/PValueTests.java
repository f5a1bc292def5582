package dev.nightshift.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PValueTests {
  @Test
  void a_p_value_is_never_told_to_be_zero() {
    assertThat(PValue.told(0.0107, 4)).isEqualTo("p = 0.0107");
    assertThat(PValue.told(1, 3)).isEqualTo("p = 1.000");
    assertThat(PValue.told(0.0005, 3)).isEqualTo("p = 0.001");
    assertThat(PValue.told(0.00024, 3)).isEqualTo("p < 0.001");
    assertThat(PValue.told(0, 4)).isEqualTo("p < 0.0001");
  }
}
