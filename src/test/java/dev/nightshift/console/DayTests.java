package dev.nightshift.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.exchange.Context;
import dev.nightshift.exchange.Exchange;
import dev.nightshift.exchange.Feedback;
import dev.nightshift.exchange.Outcome;
import dev.nightshift.memory.Remembered;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DayTests {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final LocalDate DATE = LocalDate.of(2026, 11, 22);

  @Test
  void who_answered_and_whether_corrections_were_told_are_counted_apart() {
    Day day =
        Day.of(
            DATE,
            List.of(
                one("base", List.of(), true, 1),
                one("base", List.of(), false, 2),
                one("base", List.of("x"), true, 3),
                one("adapter_1", List.of(), true, 4),
                one("adapter_1", List.of("x"), true, 5)));

    assertThat(day.exchanges()).isEqualTo(5);
    assertThat(day.success()).isEqualTo(0.8);
    assertThat(day.base()).isEqualTo(0.5);
    assertThat(day.retrieval()).isEqualTo(1.0);
    assertThat(day.adapter()).isEqualTo(1.0);
    assertThat(day.median()).isEqualTo(3.0);
    assertThat(day.slow()).isEqualTo(5.0);
  }

  @Test
  void what_a_person_said_later_counts_and_not_what_was_thought_then() {
    Remembered wrong = one("base", List.of(), true, 1);
    Feedback correction =
        new Feedback("f", wrong.exchange().id(), NOON, "anna", Feedback.Kind.CORRECTION, "better");
    Day day = Day.of(DATE, List.of(new Remembered(wrong.exchange(), List.of(correction))));

    assertThat(day.success()).isEqualTo(0.0);
    assertThat(day.corrections()).isEqualTo(1);
  }

  @Test
  void of_nothing_nothing_is_said() {
    Day day = Day.of(DATE, List.of());

    assertThat(day.exchanges()).isZero();
    assertThat(day.success()).isNull();
    assertThat(day.confidence()).isNull();
    assertThat(day.slow()).isNull();
  }

  @Test
  void one_in_twenty_is_beyond_the_slow_mark() {
    List<Remembered> all = new ArrayList<>();
    for (int i = 1; i <= 100; i++) {
      all.add(one("base", List.of(), true, i));
    }

    assertThat(Day.of(DATE, all).slow()).isEqualTo(95.0);
  }

  @Test
  void a_day_of_many_questions_is_counted_whole() {
    DayCount count = new DayCount();
    for (int i = 1; i <= 20_000; i++) {
      count.add(one("base", List.of(), i <= 5_000, i <= 10_000 ? 1 : 2));
    }

    Day day = count.of(DATE);
    assertThat(day.exchanges()).isEqualTo(20_000);
    assertThat(day.success()).isEqualTo(0.25);
    assertThat(day.median()).isEqualTo(1.0);
    assertThat(day.slow()).isEqualTo(2.0);
  }

  private static Remembered one(String adapter, List<String> told, boolean right, int seconds) {
    Exchange exchange =
        new Exchange(
            "e" + seconds,
            NOON,
            "question",
            "answer",
            "model",
            adapter,
            0.5,
            new Outcome(right, Outcome.Cause.CONFIDENCE),
            Duration.ofSeconds(seconds),
            1,
            1,
            "anna",
            told,
            Context.PLAIN);
    return new Remembered(exchange, List.of());
  }
}
