package dev.nightshift.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.training.TrainingOptions;
import org.junit.jupiter.api.Test;

class RecipeTests {
  @Test
  void a_handful_of_rows_still_gets_enough_steps_to_learn() {
    for (int rows : new int[] {5, 12, 20, 60}) {
      TrainingOptions options = Recipe.options(TuningSettings.defaults(), rows);

      int steps = Math.ceilDiv(rows, options.batchSize()) * options.epochs();
      assertThat(steps).as("steps for %d rows", rows).isGreaterThanOrEqualTo(90);
      assertThat(options.stopLoss()).isPositive();
    }
  }

  @Test
  void more_rows_need_fewer_epochs() {
    int few = Recipe.options(TuningSettings.defaults(), 12).epochs();
    int many = Recipe.options(TuningSettings.defaults(), 500).epochs();

    assertThat(many).isLessThan(few);
  }

  @Test
  void what_the_operator_sets_is_taken_as_it_is() {
    TuningSettings settings =
        new TuningSettings(
            5,
            8,
            16.0,
            5e-5,
            3,
            4,
            8,
            1,
            3,
            12,
            1024,
            25,
            0,
            0,
            dev.nightshift.training.TrainingResources.Precision.AUTO,
            7);

    TrainingOptions options = Recipe.options(settings, 12);

    assertThat(options.rank()).isEqualTo(8);
    assertThat(options.alpha()).isEqualTo(16);
    assertThat(options.learningRate()).isEqualTo(5e-5);
    assertThat(options.epochs()).isEqualTo(3);
    assertThat(options.batchSize()).isEqualTo(4);
    assertThat(options.gradientAccumulation()).isEqualTo(8);
    assertThat(options.stopLoss()).isZero();
  }

  @Test
  void a_wrong_value_is_refused_by_name() {
    assertThatThrownBy(
            () ->
                new TuningSettings(
                    5,
                    0,
                    null,
                    null,
                    null,
                    null,
                    null,
                    1,
                    3,
                    12,
                    1024,
                    25,
                    0,
                    0,
                    dev.nightshift.training.TrainingResources.Precision.AUTO,
                    7))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rank is 0")
        .hasMessageContaining("1 to 256");
  }
}
