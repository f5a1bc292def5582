package dev.nightshift.nightly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.home.Home;
import dev.nightshift.state.StateDatabase;
import dev.nightshift.state.StateSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quartz.CronTrigger;

class NightScheduleTests {
  private static final LocalDate START = LocalDate.of(2026, 1, 15);
  private static final int DAYS = 366;

  @TempDir Path root;

  private static NightSchedule at(String time, String zone) {
    return new NightSchedule(LocalTime.parse(time), ZoneId.of(zone));
  }

  /**
   * Zones whose clock changes at 02:00 (New York, Adelaide), at 03:00 back to 02:00 (Berlin), by
   * half an hour (Lord Howe), at midnight (Cairo, Santiago), never (UTC, Kathmandu); and times of
   * the night within the jumps.
   */
  @ParameterizedTest
  @CsvSource({
    "02:00, Europe/Berlin",
    "02:30, Europe/Berlin",
    "02:00, America/New_York",
    "01:30, America/New_York",
    "02:00, Australia/Lord_Howe",
    "02:15, Australia/Lord_Howe",
    "00:00, Africa/Cairo",
    "00:30, America/Santiago",
    "23:45, America/Santiago",
    "02:00, Australia/Adelaide",
    "02:00, Asia/Kathmandu",
    "02:00, UTC"
  })
  void everyLocalDateHasOneNightWhenLookedAtEveryFiveMinutesForAYear(String time, String zone) {
    NightSchedule schedule = at(time, zone);
    Instant now = START.atTime(12, 0).atZone(schedule.zone()).toInstant();
    Instant end = now.plus(Duration.ofDays(DAYS));
    LocalDate first = schedule.nightAt(now);
    LocalDate last = first;
    List<LocalDate> nights = new ArrayList<>();
    for (; now.isBefore(end); now = now.plus(Duration.ofMinutes(5))) {
      var due = schedule.due(now, last);
      if (due.isPresent()) {
        nights.add(due.get());
        assertThat(Duration.between(schedule.beginningOf(due.get()), now))
            .isLessThan(Duration.ofMinutes(5));
        last = due.get();
      }
    }
    assertThat(nights).isEqualTo(datesAfter(first, DAYS));
  }

  /** What happens in the program: Quartz wakes, the database remembers, two instances compete. */
  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "America/Santiago",
    "UTC"
  })
  void everyLocalDateHasOneNightWhenQuartzWakesForAYear(String zone) {
    NightSchedule schedule = at("02:00", zone);
    Instant start = START.atTime(12, 0).atZone(schedule.zone()).toInstant();
    Instant[] now = {start};
    List<LocalDate> nights = new ArrayList<>();
    try (StateDatabase database =
        StateDatabase.open(
            new Home(root),
            StateSettings.at("jdbc:h2:mem:" + root.getFileName() + ";DB_CLOSE_DELAY=-1"))) {
      List<ScheduledNights> instances =
          Stream.of(1, 2)
              .map(i -> new ScheduledNights(database.dataSource(), schedule, () -> now[0]))
              .toList();
      assertThat(instances.getFirst().due()).isEmpty();
      for (Instant woken : wakings(schedule, start)) {
        now[0] = woken;
        for (ScheduledNights instance : instances) {
          instance.due().filter(instance::take).ifPresent(nights::add);
        }
      }
    }
    assertThat(nights).isEqualTo(datesAfter(START, DAYS));
  }

  /**
   * When Quartz fires in a year: at the time of the night by its own reckoning, and half-hourly.
   */
  private static List<Instant> wakings(NightSchedule schedule, Instant start) {
    Instant end = start.plus(Duration.ofDays(DAYS));
    List<Instant> wakings = new ArrayList<>();
    CronTrigger trigger = QuartzClock.atNight(schedule);
    Date at = Date.from(start);
    while ((at = trigger.getFireTimeAfter(at)) != null && at.toInstant().isBefore(end)) {
      wakings.add(at.toInstant());
    }
    for (Instant half = start; half.isBefore(end); half = half.plus(Duration.ofMinutes(30))) {
      wakings.add(half);
    }
    return wakings.stream().sorted().toList();
  }

  private static List<LocalDate> datesAfter(LocalDate start, int days) {
    return start.plusDays(1).datesUntil(start.plusDays(days + 1)).toList();
  }

  @Test
  void aTimeThatTheClockJumpsOverIsThatMuchLater() {
    NightSchedule schedule = at("02:30", "Europe/Berlin");
    // On 29 March 2026 the clock goes from 02:00 to 03:00.
    assertThat(schedule.beginningOf(LocalDate.of(2026, 3, 29)))
        .isEqualTo(Instant.parse("2026-03-29T01:30:00Z"));
  }

  @Test
  void aTimeThatComesTwiceCountsTheFirstTime() {
    NightSchedule schedule = at("02:30", "Europe/Berlin");
    // On 25 October 2026 the clock goes from 03:00 to 02:00.
    assertThat(schedule.beginningOf(LocalDate.of(2026, 10, 25)))
        .isEqualTo(Instant.parse("2026-10-25T00:30:00Z"));
  }

  @Test
  void aDateThatDoesNotExistHasNoNight() {
    // Samoa went from 29 to 31 December 2011.
    NightSchedule schedule = at("02:00", "Pacific/Apia");
    LocalDate last = LocalDate.of(2011, 12, 29);
    assertThat(schedule.due(Instant.parse("2011-12-30T11:59:00Z"), last)).isEmpty();
    assertThat(schedule.due(Instant.parse("2011-12-30T12:00:00Z"), last))
        .contains(LocalDate.of(2011, 12, 31));
  }

  @Test
  void afterADowntimeOnlyTheNewestNightIsDue() {
    NightSchedule schedule = at("02:00", "UTC");
    LocalDate last = LocalDate.of(2026, 11, 1);
    assertThat(schedule.due(Instant.parse("2026-11-21T01:59:59Z"), last))
        .contains(LocalDate.of(2026, 11, 20));
    assertThat(schedule.due(Instant.parse("2026-11-21T01:59:59Z"), LocalDate.of(2026, 11, 20)))
        .isEmpty();
  }

  @Test
  void aClockSetBackRunsNoNightTwice() {
    NightSchedule schedule = at("02:00", "UTC");
    assertThat(schedule.due(Instant.parse("2026-11-19T03:00:00Z"), LocalDate.of(2026, 11, 21)))
        .isEmpty();
  }

  @Test
  void theNextNightIsTheOneAfterThis() {
    NightSchedule schedule = at("02:00", "America/New_York");
    assertThat(schedule.nextAfter(Instant.parse("2026-03-07T12:00:00Z")))
        .isEqualTo(Instant.parse("2026-03-08T07:00:00Z"));
  }
}
