package dev.nightshift.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.quarantine.RecentCorrections.Recent;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class RecentCorrectionsTests {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final RecentCorrections recent = new RecentCorrections();

  @Test
  void many_that_are_held_do_not_push_out_those_that_count() {
    recent.add(by("eve"));
    recent.add(by("eve"));
    for (int i = 0; i < RecentCorrections.MOST; i++) {
      Recent held = by("eve");
      recent.add(held);
      held.held();
    }

    assertThat(recent.add(by("eve")).countingOf("eve", UnaryOperator.identity())).isEqualTo(2);
    assertThat(recent.add(by("eve")).size()).isEqualTo(RecentCorrections.MOST);
  }

  @Test
  void what_nobody_computed_says_the_same_as_nothing() {
    recent.add(new Recent("eve", "ben", "q1", new float[0], NOON));

    assertThat(recent.add(by("eve")).alike("q2", new float[] {1, 0}, 0.5)).isZero();
  }

  private static Recent by(String author) {
    return new Recent(author, "ben", "q", new float[] {1, 0}, NOON);
  }
}
