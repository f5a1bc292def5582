package dev.nightshift.nightly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class NightlySettingsTests {
  private static NightlySettings with(String at, String zone, double gigabytes) {
    return new NightlySettings(
        true, at, zone, gigabytes, Duration.ofHours(12), Duration.ofSeconds(10));
  }

  @Test
  void nightsBeginAtTwoInTheZoneOfTheSystem() {
    assertThat(NightlySettings.defaults()).isEqualTo(with("02:00", "", 2));
    assertThat(NightlySettings.defaults().schedule())
        .isEqualTo(new NightSchedule(LocalTime.of(2, 0), ZoneId.systemDefault()));
  }

  @Test
  void aWrongValueIsNamedWithWhatIsAllowed() {
    assertThatThrownBy(() -> with("25:00", "", 2))
        .hasMessage("nightly.at is \"25:00\"; allowed: a time such as 02:00");
    assertThatThrownBy(() -> with("02:00", "Mars/Olympus", 2))
        .hasMessageContaining("nightly.zone is \"Mars/Olympus\"");
    assertThatThrownBy(() -> with("02:00", "", Double.NaN))
        .hasMessageContaining("nightly.min-free-gigabytes is NaN");
  }

  @Test
  void retentionKeepsAtLeastWhatIsNeeded() {
    Duration day = Duration.ofDays(1);
    Duration week = Duration.ofDays(7);
    assertThat(new RetentionSettings(1, day, day, week).records()).isEqualTo(week);
    assertThatThrownBy(() -> new RetentionSettings(0, day, day, week))
        .hasMessage("retention.adapters is 0; allowed: at least 1");
    assertThatThrownBy(() -> new RetentionSettings(1, day.minusSeconds(1), day, week))
        .hasMessageStartingWith("retention.logs is ");
    assertThatThrownBy(() -> new RetentionSettings(1, day, Duration.ZERO, week))
        .hasMessageStartingWith("retention.work is ");
    assertThatThrownBy(() -> new RetentionSettings(1, day, day, day))
        .hasMessage("retention.records is PT24H; allowed: at least 7 days");
  }
}
