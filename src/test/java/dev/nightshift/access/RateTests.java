package dev.nightshift.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateTests {
  @Test
  void a_rate_is_written_as_requests_and_a_unit() {
    assertThat(Rate.parse("60/m")).isEqualTo(new Rate(60, Duration.ofMinutes(1)));
    assertThat(Rate.parse(" 1000000/d ").per()).isEqualTo(Duration.ofDays(1));
    assertThat(Rate.parse("10/s")).hasToString("10/s");
    assertThat(Rate.parse("7/h")).hasToString("7/h");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "60", "60/", "/m", "0/m", "-1/m", "1.5/s", "60/w", "1000001/s", "9m"})
  void anything_else_is_refused_with_how_it_is_written(String text) {
    assertThatThrownBy(() -> Rate.parse(text))
        .isInstanceOfSatisfying(
            AccessException.class,
            e -> assertThat(e.code()).isEqualTo(AccessException.Code.INVALID))
        .hasMessageContaining("requests");
  }
}
