package dev.nightshift.access;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often a key may be used. As many requests may come at once as in one period; they then come
 * back evenly over it.
 *
 * @param requests 1 to 1,000,000 in a period
 * @param per the period: a second, a minute, an hour or a day
 */
public record Rate(long requests, Duration per) {
  private static final long MOST = 1_000_000;
  private static final Pattern FORM = Pattern.compile("([0-9]{1,7})/([smhd])");
  private static final Map<String, Duration> UNITS =
      Map.of(
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1));

  public Rate {
    if (requests < 1 || requests > MOST || !UNITS.containsValue(per)) {
      throw new AccessException(
          AccessException.Code.INVALID,
          "a rate is 1 to " + MOST + " requests a second, minute, hour or day");
    }
  }

  /**
   * The rate that {@code 60/m} means; units are s, m, h and d.
   *
   * @throws AccessException INVALID when it is written otherwise
   */
  public static Rate parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      throw new AccessException(
          AccessException.Code.INVALID,
          "\"" + text + "\" is no rate; write requests/unit such as 10/s, 60/m, 1000/h or 5000/d");
    }
    Duration per = Objects.requireNonNull(UNITS.get(matcher.group(2)));
    return new Rate(Long.parseLong(matcher.group(1)), per);
  }

  /** As it is parsed. */
  @Override
  public String toString() {
    String unit =
        UNITS.entrySet().stream()
            .filter(entry -> entry.getValue().equals(per))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElseThrow();
    return requests + "/" + unit;
  }
}
