package dev.nightshift.cli;

import dev.nightshift.assembly.OperationException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as people write them. */
final class TimeSpan {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,6})(s|m|h|d)");

  private TimeSpan() {}

  /**
   * The length meant by {@code 45s}, {@code 90m}, {@code 1h} or {@code 7d}.
   *
   * @throws OperationException REQUEST when it is none of these, or nothing at all
   */
  static Duration parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches() || Long.parseLong(form.group(1)) == 0) {
      throw new OperationException(
          OperationException.Code.REQUEST,
          "not a length of time: " + text + "; write 45s, 90m, 1h or 7d");
    }
    ChronoUnit unit =
        switch (form.group(2)) {
          case "s" -> ChronoUnit.SECONDS;
          case "m" -> ChronoUnit.MINUTES;
          case "h" -> ChronoUnit.HOURS;
          default -> ChronoUnit.DAYS;
        };
    return Duration.of(Long.parseLong(form.group(1)), unit);
  }
}
