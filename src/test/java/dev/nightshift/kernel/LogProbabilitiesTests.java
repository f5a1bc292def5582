package dev.nightshift.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.nightshift.kernel.LogProbabilities.Likely;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogProbabilitiesTests {
  private static final int COUNT = 1_000;

  private static float[] logits() {
    SplittableRandom random = new SplittableRandom(7);
    float[] logits = new float[COUNT + 3];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) (random.nextInt(400) / 20.0 - 10);
    }
    return logits;
  }

  @Test
  void the_likeliest_are_those_that_sorting_finds() {
    float[] logits = logits();
    List<Integer> sorted =
        IntStream.range(0, COUNT)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer token) -> -logits[3 + token]))
            .toList();

    for (int most : new int[] {0, 1, 5, 20}) {
      List<Likely> likeliest = LogProbabilities.likeliest(logits, 3, COUNT, most);
      assertThat(likeliest.stream().map(Likely::token)).isEqualTo(sorted.subList(0, most));
      assertThat(likeliest)
          .allSatisfy(
              likely ->
                  assertThat(likely.logProbability())
                      .isCloseTo(
                          LogProbabilities.of(likely.token(), logits, 3, COUNT), within(1e-9)));
    }
  }

  @Test
  void there_are_no_more_than_tokens() {
    List<Likely> all = LogProbabilities.likeliest(new float[] {1, 3, 2}, 0, 3, 20);

    assertThat(all).extracting(Likely::token).containsExactly(1, 2, 0);
    assertThat(all.stream().mapToDouble(likely -> Math.exp(likely.logProbability())).sum())
        .isCloseTo(1, within(1e-6));
  }
}
