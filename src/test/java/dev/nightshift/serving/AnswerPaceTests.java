package dev.nightshift.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AnswerPaceTests {
  private long now;
  private final AnswerPace pace = new AnswerPace(() -> now);

  private String taking(Duration time) {
    return pace.measured(
        () -> {
          now += time.toNanos();
          return "answer";
        });
  }

  @Test
  void what_waits_takes_as_long_as_answers_took_lately() {
    assertThat(pace.of(9)).as("nothing is known").isZero();

    taking(Duration.ofSeconds(2));
    assertThat(pace.of(9)).isEqualTo(Duration.ofSeconds(18));

    taking(Duration.ofSeconds(4));
    assertThat(pace.of(10)).as("a fifth of it is new").isEqualTo(Duration.ofSeconds(24));
  }

  @Test
  void times_without_requests_do_not_count() {
    taking(Duration.ofSeconds(2));
    now += Duration.ofHours(1).toNanos();
    taking(Duration.ofSeconds(2));

    assertThat(pace.of(1)).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void answers_computed_together_take_their_time_together() {
    pace.measured(() -> taking(Duration.ofSeconds(2)));

    assertThat(pace.of(10)).isEqualTo(Duration.ofSeconds(16));
  }

  @Test
  void a_request_without_an_answer_is_none() {
    taking(Duration.ofSeconds(2));
    assertThatExceptionOfType(ServingException.class)
        .isThrownBy(
            () ->
                pace.measured(
                    () -> {
                      throw new ServingException(ServingException.Code.BUSY, "full");
                    }));

    assertThat(pace.of(1)).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void nobody_is_told_to_come_back_at_once_or_much_later() {
    assertThat(new QueueLoad(9, 9).retryAfter()).isEqualTo(Duration.ofSeconds(1));
    assertThat(new QueueLoad(9, 9, Duration.ofSeconds(5)).retryAfter())
        .isEqualTo(Duration.ofSeconds(5));
    assertThat(new QueueLoad(9, 9, Duration.ofHours(1)).retryAfter())
        .isEqualTo(Duration.ofMinutes(1));
  }
}
