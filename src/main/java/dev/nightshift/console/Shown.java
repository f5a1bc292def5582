package dev.nightshift.console;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Times, spans, shares and sizes in the form that people read.
 *
 * @param zone whose clock the pages show
 */
record Shown(ZoneId zone) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMM yyyy HH:mm:ss", Locale.ENGLISH);
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);
  private static final double MEBIBYTE = 1 << 20;

  /** Such as {@code 22 Nov 2026 02:00:05}. */
  String time(Instant instant) {
    return TIME.format(instant.atZone(zone));
  }

  /** Such as {@code 22 Nov}. */
  String day(LocalDate date) {
    return DAY.format(date);
  }

  /** Such as {@code 12 ms}, {@code 4.2 s}, {@code 3 min 7 s} or {@code 2 h 5 min}. */
  static String span(Duration duration) {
    long millis = duration.toMillis();
    if (millis < 1000) {
      return millis + " ms";
    }
    if (millis < 60_000) {
      return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }
    if (duration.toMinutes() < 60) {
      return duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
    }
    return duration.toHours() + " h " + duration.toMinutesPart() + " min";
  }

  /** Such as {@code 83 %}; a dash for what is not known. */
  static String share(double share) {
    return Double.isFinite(share) ? Math.round(share * 100) + " %" : "–";
  }

  /** Such as {@code 18.7 MiB}. */
  static String size(long bytes) {
    return bytes < MEBIBYTE
        ? Math.ceilDiv(bytes, 1024) + " KiB"
        : String.format(Locale.ROOT, "%.1f MiB", bytes / MEBIBYTE);
  }

  /** The beginning of a text in one line. */
  static String excerpt(String text, int most) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() <= most ? line : line.substring(0, most - 1).strip() + "…";
  }
}
