package dev.nightshift.nightly;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * One run of the nightly job.
 *
 * @param key names the run in files and tables: the date, and the attempt if it is not the
 *     scheduled one, for example {@code 2026-11-21} or {@code 2026-11-21.2}
 * @param date the local date of the night
 * @param attempt 0 for the scheduled run, from 1 for those started by hand
 * @param zone whose local date it is
 * @param startedAt when it began; the same after it was resumed
 */
public record Night(String key, LocalDate date, int attempt, ZoneId zone, Instant startedAt) {
  public Night {
    if (!key.equals(key(date, attempt))) {
      throw new IllegalArgumentException(
          "the key of night " + date + ", attempt " + attempt + " is not " + key);
    }
  }

  static String key(LocalDate date, int attempt) {
    return attempt == 0 ? date.toString() : date + "." + attempt;
  }
}
