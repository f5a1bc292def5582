package dev.nightshift.inference;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimitsTests {
  private static final Duration NO_TIME = Duration.ofNanos(1);

  @TempDir Path folder;

  @Test
  void the_time_of_a_single_request_runs_while_it_waits_that_of_one_of_a_batch_does_not() {
    try (TinyRequests tiny = TinyRequests.in(folder)) {
      AtomicBoolean cancelled = new AtomicBoolean();
      AnswerRow row = tiny.row(9, 3, TinyRequests.request(5, NO_TIME, cancelled::get, null));
      assertLate(RunningAnswer.single(row, Set::of).limits());
      for (Limits limits :
          List.of(RunningAnswer.ofBatch(row, Set::of).limits(), AnswerRow.limits(List.of(row)))) {
        cancelled.set(false);
        assertThatCode(limits::check).doesNotThrowAnyException();
        cancelled.set(true);
        assertThatThrownBy(limits::check).hasMessageContaining("cancelled");
        cancelled.set(false);
        limits.begin();
        assertLate(limits);
      }
    }
  }

  private static void assertLate(Limits limits) {
    assertThatThrownBy(limits::check).hasMessageContaining("was not finished within");
  }
}
