package dev.nightshift.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.prompts.PromptException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QuietTimesTests {
  private Instant now = Instant.parse("2026-11-22T03:00:00Z");
  private int looks;

  /** Busy for so many looks, each of which takes a minute. */
  private QuietTimes busyFor(int times) {
    return new QuietTimes(
        () -> {
          now = now.plusSeconds(60);
          return looks++ < times ? Optional.of("users were asking") : Optional.empty();
        },
        Duration.ofMinutes(30),
        () -> now,
        Duration.ofMillis(1));
  }

  @Test
  void work_waits_until_nobody_needs_the_machine() {
    assertThatCode(busyFor(7)::await).doesNotThrowAnyException();

    assertThat(looks).isEqualTo(8);
  }

  @Test
  void waiting_counts_and_the_time_is_up_in_the_end() {
    assertThatThrownBy(busyFor(1_000)::await)
        .isInstanceOf(PromptException.class)
        .hasMessage("its 30 minutes were over, users were asking")
        .extracting(e -> ((PromptException) e).code())
        .isEqualTo(PromptException.Code.STOPPED);
    assertThat(looks).isLessThan(40);
  }

  @Test
  void work_that_nobody_disturbs_ends_in_time_as_well() {
    QuietTimes quiet = busyFor(0);
    for (int i = 0; i < 29; i++) {
      quiet.await();
    }

    assertThatThrownBy(quiet::await).hasMessage("its 30 minutes were over");
  }

  @Test
  void what_is_stopped_goes_on_no_more() {
    QuietTimes quiet = busyFor(1_000);
    quiet.stop();

    assertThatThrownBy(quiet::await).hasMessage("the program ended");
  }
}
