package dev.nightshift.vram;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.vram.VramException.Code;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class VramWatchdogTests {
  private static final long LIMIT = 10_752;

  private final Deque<Long> uses = new ArrayDeque<>();
  private final List<String> done = new ArrayList<>();
  private boolean reloadFails;
  private boolean inUse;
  private final VramWatchdog watchdog =
      new VramWatchdog(this::read, VramSettings.defaults(), new Noted());

  private VramUse read() {
    long next = uses.pop();
    if (next < 0) {
      throw new VramException(next == -1 ? Code.UNREADABLE : Code.NO_GPU, "as told");
    }
    return new VramUse(next, 24_564);
  }

  private void look(long... seen) {
    for (long one : seen) {
      uses.add(one);
      watchdog.look();
    }
  }

  @Test
  void three_looks_in_a_row_above_the_limit_reload_the_models_and_people_are_told() {
    look(LIMIT + 1, LIMIT + 500);
    assertThat(done).isEmpty();

    look(LIMIT + 2);

    assertThat(done).hasSize(2);
    assertThat(done.getFirst()).isEqualTo("reload");
    assertThat(done.getLast()).contains("Models reloaded", "10754 of 24564 MiB", "3 looks");
    assertThat(watchdog.reloads()).isEqualTo(1);
    assertThat(watchdog.last()).hasValue(new VramUse(LIMIT + 2, 24_564));
  }

  @Test
  void a_look_at_the_limit_begins_the_counting_anew() {
    look(LIMIT + 1, LIMIT + 1, LIMIT, LIMIT + 1, LIMIT + 1);

    assertThat(done).isEmpty();
  }

  @Test
  void a_look_that_fails_counts_neither_way() {
    look(LIMIT + 1, LIMIT + 1, -1, LIMIT + 1);

    assertThat(done).contains("reload");
  }

  @Test
  void where_a_reload_does_not_help_people_are_told_once_and_the_models_left_alone() {
    long more = LIMIT + 1;
    look(more, more, more, more, more, more);
    assertThat(done).hasSize(3);
    assertThat(done.getLast()).contains("does not bring", "limit-mebibytes");

    look(more, more, more, more, more, more);
    assertThat(done).hasSize(3);

    look(LIMIT, more, more, more);
    assertThat(watchdog.reloads()).isEqualTo(2);
  }

  @Test
  void what_is_not_the_time_for_a_reload_is_tried_at_the_next_look() {
    inUse = true;
    look(LIMIT + 1, LIMIT + 1, LIMIT + 1, LIMIT + 1);
    assertThat(done).containsExactly("reload", "reload");
    assertThat(watchdog.reloads()).isZero();

    inUse = false;
    look(LIMIT + 1);
    assertThat(watchdog.reloads()).isEqualTo(1);
  }

  @Test
  void a_reload_that_failed_is_tried_after_three_more_looks_and_told_once() {
    reloadFails = true;
    look(LIMIT + 1, LIMIT + 1, LIMIT + 1);
    assertThat(done.getLast()).contains("could not be reloaded", "no such model");
    assertThat(watchdog.reloads()).isZero();
    look(LIMIT + 1, LIMIT + 1, LIMIT + 1);
    assertThat(done).hasSize(3).last().isEqualTo("reload");

    reloadFails = false;
    look(LIMIT + 1, LIMIT + 1);
    assertThat(watchdog.reloads()).isZero();
    look(LIMIT + 1);
    assertThat(watchdog.reloads()).isEqualTo(1);
  }

  @Test
  void where_there_is_no_gpu_it_says_so_and_stops() throws InterruptedException {
    CountDownLatch looks = new CountDownLatch(2);
    VramSettings often =
        new VramSettings(
            VramSettings.Watch.AUTO,
            Duration.ofMillis(1),
            LIMIT,
            3,
            0,
            "nvidia-smi",
            "",
            VramSettings.WhileTraining.SHARE);
    VramReader none =
        () -> {
          looks.countDown();
          throw new VramException(Code.NO_GPU, "nvidia-smi cannot be run here");
        };
    try (VramWatchdog blind = new VramWatchdog(none, often, new Noted())) {
      blind.start();

      assertThat(looks.await(300, TimeUnit.MILLISECONDS)).as("a second look").isFalse();
      assertThat(blind.off()).contains("cannot be run");
    }
  }

  @Test
  void it_looks_again_after_a_look_that_failed_unexpectedly() throws InterruptedException {
    CountDownLatch looks = new CountDownLatch(3);
    VramSettings often =
        new VramSettings(
            VramSettings.Watch.AUTO,
            Duration.ofMillis(1),
            LIMIT,
            3,
            0,
            "nvidia-smi",
            "",
            VramSettings.WhileTraining.SHARE);
    VramReader broken =
        () -> {
          looks.countDown();
          throw new IllegalStateException("as told");
        };
    try (VramWatchdog stubborn = new VramWatchdog(broken, often, new Noted())) {
      stubborn.start();

      assertThat(looks.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  private final class Noted implements VramWatchdog.Actions {
    @Override
    public boolean reload() {
      done.add("reload");
      if (reloadFails) {
        throw new IllegalStateException("no such model");
      }
      return !inUse;
    }

    @Override
    public void tell(String title, String text) {
      done.add(title + ": " + text);
    }
  }
}
