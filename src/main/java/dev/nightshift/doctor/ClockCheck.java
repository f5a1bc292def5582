package dev.nightshift.doctor;

import dev.nightshift.nightly.NightSchedule;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Looks at the clock: whether it can be right, and what it means for nights. */
public final class ClockCheck {
  /** Nothing of this program is older. */
  private static final Instant EARLIEST = Instant.parse("2026-01-01T00:00:00Z");

  private static final Duration NOISE = Duration.ofMinutes(5);
  private static final int DAYS_AHEAD = 366;
  private static final int DEEPEST = 4;

  private ClockCheck() {}

  /**
   * The clock's check.
   *
   * @param configured the zone that the settings name; empty when they leave it to the system
   */
  public static Check of(Path home, Clock clock, NightSchedule schedule, String configured) {
    return new Check(
        "clock",
        "Nights begin by it, and which exchanges are yesterday's is decided by it.",
        () -> {
          Instant now = clock.instant();
          if (now.isBefore(EARLIEST)) {
            return Verdict.fail(
                "it says " + now, "set it, best with a time service (chrony, timesyncd)");
          }
          Optional<Path> future = ahead(home, now.plus(NOISE));
          if (future.isPresent()) {
            return Verdict.fail(
                "it says %s, and %s was written later, %s"
                    .formatted(
                        now, future.get(), Files.getLastModifiedTime(future.get()).toInstant()),
                "the clock goes wrong now, or did then: set it; with files of the future nights"
                    + " may look as if they had been");
          }
          return told(now, schedule, configured, synchronised());
        });
  }

  private static Verdict told(
      Instant now, NightSchedule schedule, String configured, Optional<Boolean> synchronised) {
    List<String> seen = new ArrayList<>();
    ZoneId zone = schedule.zone();
    seen.add(now.atZone(zone).toOffsetDateTime() + " in " + zone);
    seen.add("the next night begins at " + schedule.nextAfter(now).atZone(zone).toLocalDateTime());
    skipped(now, schedule)
        .ifPresent(
            day ->
                seen.add(
                    "on %s there is no %s there: that night begins at %s"
                        .formatted(
                            day,
                            schedule.at(),
                            schedule.beginningOf(day).atZone(zone).toLocalTime())));
    synchronised.ifPresent(yes -> seen.add(yes ? "kept by a time service" : "no time service"));
    String words = String.join("; ", seen);
    if (!synchronised.orElse(true)) {
      return Verdict.warn(words, "switch a time service on: timedatectl set-ntp true");
    }
    if (configured.isBlank() && zone.normalized().equals(ZoneOffset.UTC)) {
      return Verdict.ok(
          words + "; nobody named a zone: where people live elsewhere set nightshift.nightly.zone");
    }
    return Verdict.ok(words);
  }

  /** The next day on which the clock jumps over the time of the night. */
  static Optional<LocalDate> skipped(Instant now, NightSchedule schedule) {
    LocalDate today = now.atZone(schedule.zone()).toLocalDate();
    return today
        .datesUntil(today.plusDays(DAYS_AHEAD))
        .filter(
            day ->
                schedule
                    .zone()
                    .getRules()
                    .getValidOffsets(LocalDateTime.of(day, schedule.at()))
                    .isEmpty())
        .findFirst();
  }

  private static Optional<Path> ahead(Path home, Instant limit) throws IOException {
    if (!Files.isDirectory(home)) {
      return Optional.empty();
    }
    for (String part : List.of("state", "memory", "loras", "training_data")) {
      Path folder = home.resolve(part);
      if (Files.isDirectory(folder)) {
        try (Stream<Path> files = Files.walk(folder, DEEPEST, new FileVisitOption[0])) {
          Optional<Path> one = files.filter(file -> isAfter(file, limit)).findFirst();
          if (one.isPresent()) {
            return one;
          }
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isAfter(Path file, Instant limit) {
    try {
      return Files.getLastModifiedTime(file).toInstant().isAfter(limit);
    } catch (IOException e) {
      return false; // It has gone meanwhile.
    }
  }

  /** What systemd says of it; empty where it says nothing. */
  private static Optional<Boolean> synchronised() {
    return Commands.output(
            List.of("timedatectl", "show", "--property=NTPSynchronized", "--value"),
            5,
            TimeUnit.SECONDS)
        .map(String::strip)
        .filter(said -> said.equals("yes") || said.equals("no"))
        .map(said -> said.equals("yes"));
  }
}
