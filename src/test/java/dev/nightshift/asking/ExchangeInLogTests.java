package dev.nightshift.asking;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class ExchangeInLogTests {
  private final String one = ExchangeIds.next(Instant.parse("2026-11-21T02:00:00Z"));
  private final String other = ExchangeIds.next(Instant.parse("2026-11-21T02:00:01Z"));

  @AfterEach
  void asBefore() {
    MDC.clear();
  }

  private static @Nullable String shown() {
    return MDC.get("exchange");
  }

  @Test
  void an_id_is_shown_as_long_as_its_exchange_is_worked_on() {
    try (ExchangeInLog _ = ExchangeInLog.of(one)) {
      assertThat(shown()).isEqualTo(one);
      try (ExchangeInLog _ = ExchangeInLog.of(other)) {
        assertThat(shown()).isEqualTo(other);
      }
      assertThat(shown()).isEqualTo(one);
    }
    assertThat(shown()).isNull();
  }

  @Test
  void within_a_request_it_is_shown_until_the_request_is_over() {
    try (ExchangeInLog _ = ExchangeInLog.request()) {
      assertThat(shown()).isNull();
      try (ExchangeInLog _ = ExchangeInLog.of(one)) {
        assertThat(shown()).isEqualTo(one);
      }
      assertThat(shown()).isEqualTo(one);
    }
    assertThat(shown()).isNull();
    try (ExchangeInLog _ = ExchangeInLog.of(other)) {
      assertThat(shown()).isEqualTo(other);
    }
    assertThat(shown()).isNull();
  }

  @Test
  void what_is_no_id_of_this_program_is_not_shown() {
    try (ExchangeInLog _ = ExchangeInLog.of("my password is " + one)) {
      assertThat(shown()).isNull();
    }
  }
}
