package dev.nightshift.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class ShownTests {
  @Test
  void a_time_is_shown_by_the_clock_of_the_nights() {
    Shown berlin = new Shown(ZoneId.of("Europe/Berlin"));

    assertThat(berlin.time(Instant.parse("2026-11-22T23:30:05Z")))
        .isEqualTo("23 Nov 2026 00:30:05");
  }

  @Test
  void a_span_has_the_two_units_that_matter() {
    assertThat(Shown.span(Duration.ofMillis(999))).isEqualTo("999 ms");
    assertThat(Shown.span(Duration.ofMillis(4230))).isEqualTo("4.2 s");
    assertThat(Shown.span(Duration.ofSeconds(187))).isEqualTo("3 min 7 s");
    assertThat(Shown.span(Duration.ofMinutes(125))).isEqualTo("2 h 5 min");
  }

  @Test
  void shares_sizes_and_excerpts() {
    assertThat(Shown.share(0.834)).isEqualTo("83 %");
    assertThat(Shown.share(Double.NaN)).isEqualTo("–");
    assertThat(Shown.size(1)).isEqualTo("1 KiB");
    assertThat(Shown.size(19_566_656)).isEqualTo("18.7 MiB");
    assertThat(Shown.excerpt(" one\n two  three ", 20)).isEqualTo("one two three");
    assertThat(Shown.excerpt("one two three", 8)).isEqualTo("one two…");
  }
}
