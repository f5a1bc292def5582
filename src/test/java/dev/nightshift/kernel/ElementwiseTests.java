package dev.nightshift.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ElementwiseTests {
  @Test
  void exponentials_are_right_to_seven_digits_over_the_whole_range() {
    float[] x = new float[4003];
    float[] y = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = -86 + i * 172f / x.length;
      y[i] = x[i];
    }
    float sum = Elementwise.exponentials(y, 0, 2000, 0, 1);
    Elementwise.exponentials(y, 2000, x.length - 2000, 0, 1);
    double expectedSum = 0;
    for (int i = 0; i < x.length; i++) {
      double expected = Math.exp(x[i]);
      assertThat((double) y[i]).isCloseTo(expected, within(3e-7 * expected));
      expectedSum += i < 2000 ? expected : 0;
    }
    assertThat((double) sum).isCloseTo(expectedSum, within(1e-6 * expectedSum));
  }

  @Test
  void far_out_of_range_nothing_becomes_infinite_or_negative() {
    float[] x = new float[64];
    for (int i = 0; i < x.length; i++) {
      x[i] = i % 2 == 0 ? -1e30f : 1e30f;
    }
    Elementwise.exponentials(x, 0, 64, 0, 1);
    for (int i = 0; i < 64; i++) {
      assertThat(x[i]).isBetween(i % 2 == 0 ? 0 : 1e37f, i % 2 == 0 ? 1e-37f : Float.MAX_VALUE);
    }
  }

  @Test
  void gated_units_follow_their_formulas() {
    float[] silu = new float[71];
    float[] up = new float[71];
    for (int i = 0; i < silu.length; i++) {
      silu[i] = (i - 35) / 3f;
      up[i] = 1 + i / 71f;
    }
    float[] gelu = silu.clone();
    float[] gate = silu.clone();
    Elementwise.swiglu(silu, up, 0, 71);
    Elementwise.geglu(gelu, up, 0, 71);
    for (int i = 0; i < gate.length; i++) {
      double g = gate[i];
      double tanh = Math.tanh(Math.sqrt(2 / Math.PI) * (g + 0.044715 * g * g * g));
      assertThat((double) silu[i]).isCloseTo(up[i] * g / (1 + Math.exp(-g)), within(3e-6));
      assertThat((double) gelu[i]).isCloseTo(up[i] * 0.5 * g * (1 + tanh), within(3e-6));
    }
  }

  @Test
  void a_norm_divides_by_the_root_of_the_mean_square() {
    float[] x = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19};
    float[] weight = x.clone();
    float[] y = new float[19];
    Elementwise.norm(x, 0, weight, 1e-5, y, 0, 19);
    double mean = 0;
    for (float value : x) {
      mean += value * value / 19.0;
    }
    for (int i = 0; i < 19; i++) {
      double expected = x[i] * weight[i] / Math.sqrt(mean + 1e-5);
      assertThat((double) y[i]).isCloseTo(expected, within(1e-5 * (1 + expected)));
    }
  }

  @Test
  void a_sum_over_a_vocabulary_is_right_to_seven_digits() {
    float[] logits = new float[49_155];
    double expected = 0;
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) (8 * Math.sin(i));
      expected += Math.exp(logits[i] - 8);
    }
    float max = Elementwise.max(logits, 0, logits.length);
    assertThat(max).isCloseTo(8f, within(1e-5f));
    double sum = Elementwise.sumOfExponentials(logits, 0, logits.length, 8);
    assertThat(sum).isCloseTo(expected, within(1e-6 * expected));
  }
}
