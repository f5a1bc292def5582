package dev.nightshift.harvest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class HarvestSettingsTests {
  @Test
  void nothingConfiguredGivesTheDefaults() {
    assertThat(bind(Map.of())).isEqualTo(HarvestSettings.defaults());
    assertThat(HarvestSettings.defaults().zoneId()).isEqualTo(ZoneId.systemDefault());
  }

  @Test
  void everyValueCanBeConfigured() {
    assertThat(
            bind(
                Map.of(
                    "h.min-quality", "0.8",
                    "h.max-author-share", "0.4",
                    "h.duplicate-similarity", "0.9",
                    "h.max-deliberations", "7",
                    "h.past-corrections", "2",
                    "h.past-similarity", "0.5",
                    "h.zone", "Europe/Oslo")))
        .isEqualTo(new HarvestSettings(0.8, 0.4, 0.9, 7, 2, 0.5, "Europe/Oslo"));
  }

  @Test
  void wrongValuesAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HarvestSettings(0.7, 0, 0.9, 7, 2, 0.5, ""))
        .withMessage("maxAuthorShare must be above 0 and at most 1: 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HarvestSettings(0.7, 1, 0.9, 7, 2, 0.5, "Mars/Olympus"))
        .withMessageContaining("Mars/Olympus");
  }

  private static HarvestSettings bind(Map<String, String> values) {
    return new Binder(new MapConfigurationPropertySource(values))
        .bindOrCreate("h", HarvestSettings.class);
  }
}
