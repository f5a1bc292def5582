package dev.nightshift.council;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nightshift.council.CouncilSettings.RewriteCorrections;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class CouncilSettingsTests {
  @Test
  void nothingConfiguredGivesTheDefaults() {
    assertThat(bind(Map.of())).isEqualTo(CouncilSettings.defaults());
  }

  @Test
  void everyValueCanBeConfigured() {
    assertThat(
            bind(
                Map.of(
                    "c.threshold", "0.7",
                    "c.same-meaning", "0.9",
                    "c.max-tokens", "64",
                    "c.seat-timeout", "5s",
                    "c.rewrite-corrections", "terse")))
        .isEqualTo(
            new CouncilSettings(
                0.7, 0.9, 64, Duration.ofSeconds(5), RewriteCorrections.TERSE, List.of()));
  }

  @Test
  void aWrongValueIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new CouncilSettings(
                    0, 0.9, 64, Duration.ofSeconds(5), RewriteCorrections.NEVER, List.of()))
        .withMessage("threshold must be above 0 and at most 1: 0.0");
  }

  private static CouncilSettings bind(Map<String, String> values) {
    return new Binder(new MapConfigurationPropertySource(values))
        .bindOrCreate("c", CouncilSettings.class);
  }
}
