package dev.nightshift.gateway;

import dev.nightshift.serving.GenerationOptions;
import java.time.Duration;
import java.util.Enumeration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How long a client waits for its answer, as it says in {@code Prefer: wait=10} (RFC 7240, section
 * 4.3; whole seconds). It shortens the configured deadline and never lengthens it: nothing is
 * computed for somebody who has gone.
 *
 * @param said what it said; null: nothing
 */
record Patience(@Nullable Duration said) {
  private static final Pattern WAIT =
      Pattern.compile("(?:^|[,;])\\s*wait\\s*=\\s*\"?([0-9]{1,9})\"?\\s*(?=$|[,;])");

  /** What the headers of a request say; of several the first. */
  static Patience in(@Nullable Enumeration<String> prefer) {
    while (prefer != null && prefer.hasMoreElements()) {
      Optional<Duration> found = found(prefer.nextElement());
      if (found.isPresent()) {
        return new Patience(found.get());
      }
    }
    return new Patience(null);
  }

  private static Optional<Duration> found(String preferences) {
    Matcher matcher = WAIT.matcher(preferences.toLowerCase(Locale.ROOT));
    return matcher.find()
        ? Optional.of(Duration.ofSeconds(Math.max(1, Long.parseLong(matcher.group(1)))))
        : Optional.empty();
  }

  /** What is generated in the time there is. */
  GenerationOptions limit(GenerationOptions configured) {
    return configured.within(within(configured.timeout()));
  }

  /** The time there is. */
  Duration within(Duration configured) {
    return said == null || said.compareTo(configured) > 0 ? configured : said;
  }
}
