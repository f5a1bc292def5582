package dev.nightshift.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerPoolTests {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void every_piece_is_done_once(int threads) {
    try (WorkerPool workers = new WorkerPool(threads)) {
      for (int round = 0; round < 2000; round++) {
        AtomicIntegerArray done = new AtomicIntegerArray(1 + round % 9);
        workers.run(done.length(), done::incrementAndGet);
        for (int i = 0; i < done.length(); i++) {
          assertThat(done.get(i)).isEqualTo(1);
        }
      }
    }
  }

  @Test
  void several_threads_work_at_the_same_time() {
    try (WorkerPool workers = new WorkerPool(3)) {
      Set<Thread> seen = ConcurrentHashMap.newKeySet();
      CountDownLatch all = new CountDownLatch(3);
      workers.run(
          3,
          piece -> {
            seen.add(Thread.currentThread());
            all.countDown();
            await(all);
          });
      assertThat(seen).hasSize(3).contains(Thread.currentThread());
    }
  }

  @Test
  void a_thread_that_cannot_be_started_leaves_none_behind() throws InterruptedException {
    List<Thread> started = new ArrayList<>();
    assertThatThrownBy(
            () ->
                new WorkerPool(
                    4,
                    work -> {
                      if (started.size() == 2) {
                        throw new OutOfMemoryError("unable to create native thread");
                      }
                      started.add(Thread.ofPlatform().daemon().unstarted(work));
                      return started.getLast();
                    }))
        .isInstanceOf(OutOfMemoryError.class);
    assertThat(started).hasSize(2);
    for (Thread thread : started) {
      assertThat(thread.join(Duration.ofSeconds(60))).isTrue();
    }
  }

  @Test
  void a_failure_is_thrown_to_the_caller_and_the_crew_goes_on() {
    try (WorkerPool workers = new WorkerPool(2)) {
      assertThatThrownBy(
              () ->
                  workers.run(
                      8,
                      piece -> {
                        if (piece == 5) {
                          throw new IllegalStateException("piece five");
                        }
                      }))
          .hasMessage("piece five");
      AtomicInteger done = new AtomicInteger();
      workers.run(4, piece -> done.incrementAndGet());
      assertThat(done).hasValue(4);
    }
  }

  @Test
  void an_idle_pool_sleeps() throws InterruptedException {
    try (WorkerPool workers = new WorkerPool(2)) {
      Set<Thread> seen = ConcurrentHashMap.newKeySet();
      CountDownLatch both = new CountDownLatch(2);
      workers.run(
          2,
          piece -> {
            seen.add(Thread.currentThread());
            both.countDown();
            await(both);
          });
      seen.remove(Thread.currentThread());
      Thread worker = seen.iterator().next();
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      while (worker.getState() != Thread.State.WAITING && System.nanoTime() < end) {
        Thread.sleep(1);
      }
      assertThat(worker.getState()).isEqualTo(Thread.State.WAITING);
      AtomicInteger done = new AtomicInteger();
      workers.run(9, piece -> done.incrementAndGet());
      assertThat(done).hasValue(9);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
