package dev.nightshift.harvest;

import dev.nightshift.memory.Window;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;

/** Windows of whole local days. */
public final class HarvestWindows {
  private HarvestWindows() {}

  /** The local day before the clock's; 23 to 25 hours long around a change of daylight saving. */
  public static Window yesterday(Clock clock, ZoneId zone) {
    return day(LocalDate.ofInstant(clock.instant(), zone).minusDays(1), zone);
  }

  /** A local day, from its first instant to the next day's. */
  public static Window day(LocalDate day, ZoneId zone) {
    return new Window(
        day.atStartOfDay(zone).toInstant(), day.plusDays(1).atStartOfDay(zone).toInstant());
  }
}
