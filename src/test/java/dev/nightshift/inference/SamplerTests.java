package dev.nightshift.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SamplerTests {
  private static final float[] LOGITS = {
    (float) Math.log(0.5), (float) Math.log(0.3), (float) Math.log(0.15), (float) Math.log(0.05)
  };

  @Test
  void tokens_come_as_often_as_they_are_probable() {
    int[] counts = counts(new Sampler(1, 1, 7), 20_000);
    assertThat(counts[0] / 20_000.0).isCloseTo(0.5, within(0.02));
    assertThat(counts[3] / 20_000.0).isCloseTo(0.05, within(0.01));
  }

  @Test
  void only_the_tokens_that_make_up_the_share_are_drawn() {
    int[] counts = counts(new Sampler(1, 0.79, 7), 2_000);
    assertThat(counts[0]).isPositive();
    assertThat(counts[1]).isPositive();
    assertThat(counts[2]).isZero();
    assertThat(counts[3]).isZero();
  }

  @Test
  void a_low_temperature_prefers_the_best() {
    assertThat(counts(new Sampler(0.1, 1, 7), 1_000)[0]).isGreaterThan(980);
  }

  @Test
  void the_same_seed_gives_the_same_tokens() {
    int[] first = draws(new Sampler(1.5, 0.95, 42));
    assertThat(draws(new Sampler(1.5, 0.95, 42))).isEqualTo(first);
    assertThat(draws(new Sampler(1.5, 0.95, 43))).isNotEqualTo(first);
  }

  @Test
  void log_probabilities_are_the_models_own_whatever_the_temperature() {
    Sampler.Draw draw = new Sampler(3, 0.2, 1).draw(LOGITS);
    assertThat(draw.token()).isZero();
    assertThat(draw.logProbability()).isCloseTo(Math.log(0.5), within(1e-6));
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
  void what_is_no_number_is_told_as_such_whatever_the_share(float broken) {
    float[] logits = LOGITS.clone();
    logits[2] = broken;
    for (double topP : new double[] {0.5, 0.95, 1}) {
      Sampler sampler = new Sampler(0.7, topP, 1);
      assertThat(sampler.draw(logits).logProbability()).isNaN();
    }
  }

  private static int[] draws(Sampler sampler) {
    return IntStream.range(0, 50).map(i -> sampler.draw(LOGITS).token()).toArray();
  }

  private static int[] counts(Sampler sampler, int draws) {
    int[] counts = new int[LOGITS.length];
    for (int i = 0; i < draws; i++) {
      counts[sampler.draw(LOGITS).token()]++;
    }
    return counts;
  }
}
