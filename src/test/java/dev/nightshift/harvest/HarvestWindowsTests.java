package dev.nightshift.harvest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.memory.Window;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HarvestWindowsTests {
  @Test
  void yesterdayIsTheLocalDayBefore() {
    Clock clock = Clock.fixed(Instant.parse("2026-03-10T02:00:00Z"), ZoneOffset.UTC);

    assertThat(HarvestWindows.yesterday(clock, ZoneId.of("America/New_York")))
        .as("in New York it is still the 9th")
        .isEqualTo(
            new Window(
                Instant.parse("2026-03-08T05:00:00Z"), Instant.parse("2026-03-09T04:00:00Z")));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-29,Europe/Oslo,23",
    "2026-10-25,Europe/Oslo,25",
    "2026-03-08,America/New_York,23",
    "2026-10-04,Australia/Lord_Howe,23",
    "2026-06-01,Asia/Kolkata,24",
  })
  void daysOfADaylightSavingChangeAreWhole(LocalDate day, String zone, int hours) {
    Window window = HarvestWindows.day(day, ZoneId.of(zone));
    assertThat(Duration.between(window.from(), window.until()).toHours()).isEqualTo(hours);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Europe/Oslo",
        "America/New_York",
        "Australia/Lord_Howe",
        "America/Santiago",
        "Asia/Kathmandu"
      })
  void daysFollowWithoutGapOrOverlap(String zone) {
    ZoneId id = ZoneId.of(zone);
    LocalDate day = LocalDate.of(2026, 1, 1);
    for (int i = 0; i < 366; i++) {
      assertThat(HarvestWindows.day(day.plusDays(i), id).until())
          .isEqualTo(HarvestWindows.day(day.plusDays(i + 1), id).from());
    }
  }
}
