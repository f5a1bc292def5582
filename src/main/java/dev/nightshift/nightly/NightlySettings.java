package dev.nightshift.nightly;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When nights run, and what they need.
 *
 * @param enabled whether the server runs nights by itself
 * @param at local time of the scheduled run, {@code HH:mm}
 * @param zone whose local time and dates, for example {@code Europe/Berlin}; empty for the system's
 * @param minFreeGigabytes free disk space without which a night does not begin, in 10⁹ bytes
 * @param resumeWithin age up to which an unfinished night is resumed; an older one is closed as
 *     failed
 * @param heartbeat how often a running night says that it lives; it counts as dead after six of
 *     them
 */
public record NightlySettings(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("02:00") String at,
    @DefaultValue("") String zone,
    @DefaultValue("2") double minFreeGigabytes,
    @DefaultValue("12h") Duration resumeWithin,
    @DefaultValue("10s") Duration heartbeat) {

  public NightlySettings {
    parse("at", at, "a time such as 02:00", () -> LocalTime.parse(at));
    parse("zone", zone, "empty or a zone such as Europe/Berlin", () -> zoneOf(zone));
    if (!(minFreeGigabytes >= 0 && minFreeGigabytes <= 1e6)) {
      throw new IllegalArgumentException(
          "nightly.min-free-gigabytes is " + minFreeGigabytes + "; allowed: 0 to 1000000");
    }
    if (resumeWithin.isNegative()) {
      throw new IllegalArgumentException(
          "nightly.resume-within is " + resumeWithin + "; allowed: 0 or more");
    }
    if (heartbeat.compareTo(Duration.ofMillis(50)) < 0
        || heartbeat.compareTo(Duration.ofMinutes(5)) > 0) {
      throw new IllegalArgumentException(
          "nightly.heartbeat is " + heartbeat + "; allowed: 50ms to 5m");
    }
  }

  /** 02:00 in the zone of the system. */
  public static NightlySettings defaults() {
    return new NightlySettings(true, "02:00", "", 2, Duration.ofHours(12), Duration.ofSeconds(10));
  }

  /** Which nights are due when. */
  public NightSchedule schedule() {
    return new NightSchedule(LocalTime.parse(at), zoneOf(zone));
  }

  private static ZoneId zoneOf(String zone) {
    return zone.isBlank() ? ZoneId.systemDefault() : ZoneId.of(zone);
  }

  private static void parse(String name, String value, String allowed, Runnable parser) {
    try {
      parser.run();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "nightly." + name + " is \"" + value + "\"; allowed: " + allowed, e);
    }
  }
}
