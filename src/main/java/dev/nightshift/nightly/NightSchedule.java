package dev.nightshift.nightly;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;

/**
 * Which night is due at a moment: every local date has one.
 *
 * <p>A night begins at the given local time. Where the clock jumps over that time it begins as much
 * later as the jump is long, still on its date; where the clock passes it twice, the first time.
 * After a downtime only the newest night is due: the harvest of that night sees everything older
 * ones would have seen.
 *
 * @param at local time of the beginning
 * @param zone whose local time and dates
 */
public record NightSchedule(LocalTime at, ZoneId zone) {

  /** When the night of {@code date} begins. */
  public Instant beginningOf(LocalDate date) {
    return date.atTime(at).atZone(zone).toInstant();
  }

  /** The newest night that has begun at {@code now}. */
  public LocalDate nightAt(Instant now) {
    // A jump may move the beginning to the next date, hence the search from there.
    LocalDate date = now.atZone(zone).toLocalDate();
    while (beginningOf(date).isAfter(now)) {
      date = date.minusDays(1);
    }
    return date;
  }

  /** The night to run at {@code now} if {@code last} is the newest one taken. */
  public Optional<LocalDate> due(Instant now, LocalDate last) {
    LocalDate night = nightAt(now);
    return night.isAfter(last) ? Optional.of(night) : Optional.empty();
  }

  /** When the night after the one that {@code now} belongs to begins. */
  public Instant nextAfter(Instant now) {
    LocalDate date = nightAt(now).plusDays(1);
    while (!beginningOf(date).isAfter(now)) {
      date = date.plusDays(1);
    }
    return beginningOf(date);
  }
}
