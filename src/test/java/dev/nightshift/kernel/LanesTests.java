package dev.nightshift.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;

class LanesTests {
  /** Often enough for the compiler to take it up. */
  private static final int OFTEN = 200_000;

  @Test
  void a_sum_has_the_same_bits_before_and_after_it_was_compiled() {
    float[] values = numbers();
    float first = Lanes.sum(FloatVector.fromArray(Lanes.FLOATS, values, 0));

    assertThat(first).isEqualTo(byHalves(values));
    int[] others =
        IntStream.range(0, OFTEN)
            .filter(i -> Lanes.sum(FloatVector.fromArray(Lanes.FLOATS, values, 0)) != first)
            .toArray();
    assertThat(others).isEmpty();
  }

  /** Such that each order of adding has another sum. */
  private static float[] numbers() {
    Random random = new Random(3);
    float[] values = new float[Lanes.COUNT];
    do {
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian();
      }
    } while (byHalves(values) == inOrder(values));
    return values;
  }

  private static float byHalves(float[] values) {
    float[] sums = values.clone();
    for (int half = sums.length / 2; half > 0; half /= 2) {
      for (int i = 0; i < half; i++) {
        sums[i] += sums[i + half];
      }
    }
    return sums[0];
  }

  private static float inOrder(float[] values) {
    float sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum;
  }
}
