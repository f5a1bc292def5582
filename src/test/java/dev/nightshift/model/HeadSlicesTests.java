package dev.nightshift.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeadSlicesTests {
  @ParameterizedTest
  @CsvSource({
    "49152, 576, QUANTISED, true",
    "151936, 896, QUANTISED_BFLOAT16, true",
    "151936, 896, QUANTISED, false",
    "151936, 896, FLOAT32, true",
    "152064, 3584, QUANTISED_BFLOAT16, false",
    "262144, 1152, QUANTISED, false",
    "96, 64, QUANTISED, true"
  })
  void a_large_quantised_head_is_never_whole(
      int vocabulary, int hidden, WeightForm form, boolean held) {
    ModelSpec spec = spec(vocabulary, hidden);
    HeadSlices slices = HeadSlices.of(spec, form);
    assertThat(slices.held()).isEqualTo(held);
    assertThat((long) slices.words() * slices.count()).isGreaterThanOrEqualTo(vocabulary);
    assertThat((long) slices.words() * (slices.count() - 1)).isLessThan(vocabulary);
    long whole = (long) vocabulary * hidden * form.elementBytes();
    assertThat(slices.bytes(spec, form)).isLessThan((held ? whole : 0) + (600L << 20));
  }

  private static ModelSpec spec(int vocabulary, int hidden) {
    return new ModelSpec(
        "llama",
        "test",
        2,
        hidden,
        4,
        2,
        hidden / 4,
        2 * hidden,
        vocabulary,
        1e-5,
        10_000,
        hidden / 4,
        true,
        64,
        true,
        false,
        false,
        RopeScaling.NONE,
        ModelTraits.LLAMA);
  }
}
