package dev.nightshift.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.inference.EngineException.Code;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ComputeThreadTests {
  private final ComputeThread compute = new ComputeThread(3);
  private final CountDownLatch release = new CountDownLatch(1);
  private CompletableFuture<Integer> occupying = CompletableFuture.completedFuture(0);

  @AfterEach
  void close() {
    release.countDown();
    occupying.join();
    compute.close();
  }

  @Test
  void requests_are_answered_in_the_order_in_which_they_came() throws Exception {
    List<Integer> order = Collections.synchronizedList(new ArrayList<>());
    List<CompletableFuture<Integer>> all = new ArrayList<>();
    occupy();
    for (int i = 0; i < 3; i++) {
      int number = i;
      all.add(start(() -> order.add(number) ? number : -1));
      waiting(i + 1);
    }
    release.countDown();
    all.forEach(CompletableFuture::join);
    assertThat(order).containsExactly(0, 1, 2);
  }

  @Test
  void one_more_than_may_wait_is_refused_and_the_others_are_not_harmed() throws Exception {
    occupy();
    List<CompletableFuture<Integer>> all = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      all.add(start(() -> 1));
      waiting(i + 1);
    }
    refused(Code.BUSY, () -> compute.call(() -> 1, limits(() -> false)));
    release.countDown();
    assertThat(all).allSatisfy(one -> assertThat(one.join()).isEqualTo(1));
  }

  @Test
  void a_request_leaves_the_queue_when_it_is_cancelled_or_late() throws Exception {
    occupy();
    AtomicBoolean cancelled = new AtomicBoolean();
    CompletableFuture<Integer> waiting =
        CompletableFuture.supplyAsync(() -> compute.call(() -> 1, limits(cancelled::get)));
    waiting(1);
    cancelled.set(true);
    assertThatThrownBy(waiting::join).hasMessageContaining("cancelled");
    assertThat(compute.waiting()).isZero();
    refused(
        Code.TIMEOUT, () -> compute.call(() -> 1, new Limits(Duration.ofMillis(80), () -> false)));
    assertThat(compute.waiting()).isZero();
  }

  @Test
  void a_failure_is_told_and_the_next_request_is_served() {
    refused(
        Code.NATIVE,
        () ->
            compute.call(
                () -> {
                  throw new IllegalStateException("boom");
                },
                limits(() -> false)));
    assertThat(compute.call(() -> 5, limits(() -> false))).isEqualTo(5);
  }

  @Test
  void closing_finishes_what_was_accepted_and_refuses_the_rest() throws Exception {
    occupy();
    CompletableFuture<Integer> accepted = start(() -> 3);
    waiting(1);
    CompletableFuture<Void> closing = CompletableFuture.runAsync(compute::close);
    release.countDown();
    closing.join();
    assertThat(accepted.join()).isEqualTo(3);
    refused(Code.CLOSED, () -> compute.call(() -> 1, limits(() -> false)));
  }

  private void occupy() throws InterruptedException {
    CountDownLatch running = new CountDownLatch(1);
    occupying =
        start(
            () -> {
              running.countDown();
              release.await();
              return 0;
            });
    running.await();
  }

  /** On a thread of its own: the common pool has too few to let all of them wait. */
  private CompletableFuture<Integer> start(Callable<Integer> work) {
    CompletableFuture<Integer> result = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                result.complete(compute.call(work, limits(() -> false)));
              } catch (RuntimeException e) {
                result.completeExceptionally(e);
              }
            });
    return result;
  }

  private void waiting(int count) throws InterruptedException {
    while (compute.waiting() < count) {
      Thread.sleep(2);
    }
  }

  private static Limits limits(BooleanSupplier cancelled) {
    return new Limits(Duration.ofMinutes(1), cancelled);
  }

  private static void refused(Code code, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOf(EngineException.class)
        .extracting(thrown -> ((EngineException) thrown).code())
        .isEqualTo(code);
  }
}
