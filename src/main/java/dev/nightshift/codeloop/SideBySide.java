package dev.nightshift.codeloop;

import dev.nightshift.sandbox.SandboxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Pieces of work that are done in their order, and at the same time where one after the other takes
 * long.
 *
 * @param <T> what a worker does all its pieces with
 */
final class SideBySide<T> {
  private final Supplier<T> taking;
  private final Consumer<T> leaving;
  private final Iterator<Consumer<T>> waiting;
  private final CountDownLatch allBegun = new CountDownLatch(1);
  private final List<RuntimeException> thrown = new ArrayList<>();
  private int left;

  /**
   * @param taking called by each worker before its first piece
   * @param leaving and after its last
   */
  SideBySide(List<Consumer<T>> pieces, Supplier<T> taking, Consumer<T> leaving) {
    this.taking = taking;
    this.leaving = leaving;
    waiting = List.copyOf(pieces).iterator();
    left = pieces.size();
  }

  /**
   * Does them and returns when none goes on any more. When one throws, no other is begun.
   *
   * @param atOnce workers at most
   * @param patience after which a second one joins, and after as much again the next
   * @throws RuntimeException what a piece threw, the first of them
   * @throws SandboxException STOPPED when this thread is interrupted, as all of them are then
   */
  void run(int atOnce, Duration patience) {
    if (atOnce == 1 || left <= 1) {
      work();
    } else {
      try (ExecutorService threads =
          Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("judging ", 0).factory())) {
        for (int i = 0; i < Math.min(atOnce, left); i++) {
          long wait = patience.toNanos() * i;
          threads.execute(() -> join(wait));
        }
        // Closing waits for all of them. An interrupt meanwhile interrupts them, and is kept.
      }
    }
    if (!thrown.isEmpty()) {
      throw thrown.getFirst();
    }
    if (left > 0) {
      throw new SandboxException(SandboxException.Code.STOPPED, "the judgement was interrupted");
    }
  }

  private void join(long wait) {
    try {
      if (!allBegun.await(wait, TimeUnit.NANOSECONDS)) {
        work();
      }
    } catch (InterruptedException e) {
      // What it would have done is left.
      Thread.currentThread().interrupt();
    }
  }

  private void work() {
    @Nullable Consumer<T> piece = next();
    if (piece == null) {
      return;
    }
    try {
      T tool = taking.get();
      try {
        for (; piece != null; piece = next()) {
          piece.accept(tool);
          done();
        }
      } finally {
        leaving.accept(tool);
      }
    } catch (RuntimeException e) {
      threw(e);
    }
  }

  private synchronized @Nullable Consumer<T> next() {
    if (thrown.isEmpty() && waiting.hasNext()) {
      return waiting.next();
    }
    allBegun.countDown();
    return null;
  }

  private synchronized void done() {
    left--;
  }

  private synchronized void threw(RuntimeException e) {
    thrown.add(e);
    allBegun.countDown();
  }
}
