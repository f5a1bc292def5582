package dev.nightshift.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.training.TrainingResources;
import dev.nightshift.training.TrainingResources.Precision;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class TuningSettingsTests {
  @Test
  void a_file_that_sets_nothing_gives_what_the_program_takes_without_a_file() {
    assertThat(bound(Map.of())).isEqualTo(TuningSettings.defaults());
  }

  @Test
  void the_precision_is_measured_unless_it_is_set() {
    assertThat(bound(Map.of()).resources()).isEqualTo(TrainingResources.automatic());
    assertThat(bound(Map.of("nightshift.tuning.precision", "float32")).resources().precision())
        .isEqualTo(Precision.FLOAT32);
  }

  private static TuningSettings bound(Map<String, String> properties) {
    return new Binder(new MapConfigurationPropertySource(properties))
        .bindOrCreate("nightshift.tuning", TuningSettings.class);
  }
}
