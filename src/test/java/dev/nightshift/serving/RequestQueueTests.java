package dev.nightshift.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class RequestQueueTests {
  private final RequestQueue queue = new RequestQueue(1);
  private final CountDownLatch busy = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);

  private Thread occupy() throws InterruptedException {
    Thread thread =
        Thread.ofVirtual()
            .start(
                () ->
                    queue.inTurn(
                        Deadline.in(Duration.ofSeconds(10)),
                        () -> {
                          busy.countDown();
                          await(release);
                          return "done";
                        }));
    busy.await();
    return thread;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void one_more_than_may_wait_is_refused() throws InterruptedException {
    Thread first = occupy();
    List<String> answers = new CopyOnWriteArrayList<>();
    Deadline deadline = Deadline.in(Duration.ofSeconds(10));
    Thread second =
        Thread.ofVirtual().start(() -> answers.add(queue.inTurn(deadline, () -> "second")));
    while (second.getState() == Thread.State.NEW || second.getState() == Thread.State.RUNNABLE) {
      Thread.sleep(1);
    }

    assertThatExceptionOfType(ServingException.class)
        .isThrownBy(() -> queue.inTurn(deadline, () -> "third"))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ServingException.Code.BUSY))
        .satisfies(e -> assertThat(e.retryAfter()).hasValue(Duration.ofSeconds(1)));
    assertThat(queue.load()).isEqualTo(new QueueLoad(1, 1));
    assertThat(queue.load().full()).isTrue();
    release.countDown();
    first.join();
    second.join();
    assertThat(queue.load()).isEqualTo(new QueueLoad(0, 1));
    assertThat(answers).containsExactly("second");
    assertThat(queue.inTurn(deadline, () -> "fourth")).isEqualTo("fourth");
  }

  @Test
  void a_turn_that_does_not_come_in_time_is_a_timeout() throws InterruptedException {
    Thread first = occupy();
    Deadline soon = Deadline.in(Duration.ofMillis(20));

    assertThatExceptionOfType(ServingException.class)
        .isThrownBy(() -> queue.inTurn(soon, () -> "late"))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ServingException.Code.TIMEOUT));
    release.countDown();
    first.join();
  }

  @Test
  void a_cancelled_request_leaves_the_queue_to_those_behind_it() throws InterruptedException {
    Thread first = occupy();
    Deadline deadline = Deadline.in(Duration.ofSeconds(10));
    AtomicBoolean cancelled = new AtomicBoolean();
    CountDownLatch left = new CountDownLatch(1);
    Thread second =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    queue.inTurn(deadline, cancelled::get, () -> "never");
                  } catch (ServingException e) {
                    if (e.code() == ServingException.Code.CANCELLED) {
                      left.countDown();
                    }
                  }
                });
    while (queue.load().waiting() == 0) {
      Thread.sleep(1);
    }
    cancelled.set(true);

    assertThat(left.await(10, TimeUnit.SECONDS)).isTrue();
    second.join();
    assertThat(queue.load().waiting()).isZero();
    release.countDown();
    first.join();
    assertThat(queue.inTurn(deadline, () -> "third")).isEqualTo("third");
  }
}
