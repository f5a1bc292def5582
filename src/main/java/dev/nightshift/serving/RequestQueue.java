package dev.nightshift.serving;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Lets one request compute at a time; the others wait in the order of their coming, up to a number.
 */
final class RequestQueue {
  private final Semaphore turn = new Semaphore(1, true);
  private final AtomicInteger present = new AtomicInteger();
  private final int waiting;

  /** A queue in which {@code waiting} requests may wait besides the one that computes. */
  RequestQueue(int waiting) {
    this.waiting = waiting;
  }

  /**
   * Does the work when it is its turn.
   *
   * @throws ServingException BUSY when too many wait, TIMEOUT when the turn does not come in time,
   *     CANCELLED when the waiting thread is interrupted
   */
  <T> T inTurn(Deadline deadline, Supplier<T> work) {
    try {
      if (present.incrementAndGet() > waiting + 1) {
        throw new ServingException(
            ServingException.Code.BUSY, waiting + " requests are waiting already; try again later");
      }
      await(deadline);
      try {
        return work.get();
      } finally {
        turn.release();
      }
    } finally {
      present.decrementAndGet();
    }
  }

  /** How many wait, the one that computes not counted. */
  QueueLoad load() {
    return new QueueLoad(Math.clamp(present.get() - 1, 0, waiting), waiting);
  }

  private void await(Deadline deadline) {
    try {
      long nanos = deadline.remainingOrThrow().toNanos();
      if (!turn.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
        throw deadline.expired();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServingException(
          ServingException.Code.CANCELLED, "interrupted while waiting for its turn", e);
    }
  }
}
