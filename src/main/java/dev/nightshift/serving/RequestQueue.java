package dev.nightshift.serving;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Lets a few requests compute at a time; others wait in the order of their coming, up to a number.
 */
final class RequestQueue {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final int most;
  private final int together;
  private final AnswerPace pace = new AnswerPace();

  /** Those whose turn it is, and those that wait. */
  private final Deque<Object> present = new ArrayDeque<>();

  /** A queue in which {@code waiting} requests may wait besides the one that computes. */
  RequestQueue(int waiting) {
    this(waiting, 1);
  }

  /** A queue in which {@code waiting} requests may wait besides those that compute. */
  RequestQueue(int waiting, int together) {
    this.most = waiting + together;
    this.together = together;
  }

  /** The same for a request that nobody cancels. */
  <T> T inTurn(Deadline deadline, Supplier<T> work) {
    return inTurn(deadline, () -> false, work);
  }

  /**
   * Does the work when it is its turn.
   *
   * @param cancelled looked at while it waits
   * @throws ServingException BUSY when too many wait, TIMEOUT when the turn does not come in time,
   *     CANCELLED when it is cancelled or the waiting thread is interrupted
   */
  <T> T inTurn(Deadline deadline, BooleanSupplier cancelled, Supplier<T> work) {
    return pace.measured(
        () -> {
          Object ticket = enter();
          try {
            await(ticket, deadline, cancelled);
            return work.get();
          } finally {
            leave(ticket);
          }
        });
  }

  /** How many wait, those that compute not counted. */
  synchronized QueueLoad load() {
    int waiting = Math.max(0, present.size() - together);
    return new QueueLoad(waiting, most - together, pace.of(waiting));
  }

  private synchronized Object enter() {
    if (present.size() == most) {
      throw new ServingException(
          ServingException.Code.BUSY,
          most - together + " requests are waiting already; try again later",
          load().retryAfter());
    }
    Object ticket = new Object();
    present.addLast(ticket);
    return ticket;
  }

  private synchronized void leave(Object ticket) {
    present.remove(ticket);
    notifyAll();
  }

  private synchronized void await(Object ticket, Deadline deadline, BooleanSupplier cancelled) {
    try {
      while (true) {
        if (cancelled.getAsBoolean()) {
          throw new ServingException(
              ServingException.Code.CANCELLED, "cancelled while waiting for its turn");
        }
        long left = deadline.remainingOrThrow().toNanos();
        if (present.stream().limit(together).anyMatch(ticket::equals)) {
          return;
        }
        TimeUnit.NANOSECONDS.timedWait(this, Math.min(left, LOOK_NANOS));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServingException(
          ServingException.Code.CANCELLED, "interrupted while waiting for its turn", e);
    }
  }
}
