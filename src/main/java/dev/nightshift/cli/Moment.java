package dev.nightshift.cli;

import dev.nightshift.assembly.OperationException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;

/** Moments as people write them. */
final class Moment {
  private Moment() {}

  /**
   * The instant meant by {@code 2026-11-20}, {@code 2026-11-20T14:00} or {@code
   * 2026-11-20T14:00:00Z}; the first two in a zone.
   *
   * @throws OperationException REQUEST when it is none of these
   */
  static Instant parse(String text, ZoneId zone) {
    try {
      if (!text.contains("T")) {
        return LocalDate.parse(text).atStartOfDay(zone).toInstant();
      }
      return text.matches(".*(Z|[+-][0-9]{2}:?[0-9]{2})")
          ? OffsetDateTime.parse(text).toInstant()
          : LocalDateTime.parse(text).atZone(zone).toInstant();
    } catch (DateTimeException e) {
      throw new OperationException(
          OperationException.Code.REQUEST,
          "not a moment: " + text + "; write 2026-11-20, 2026-11-20T14:00 or 2026-11-20T14:00:00Z",
          e);
    }
  }
}
