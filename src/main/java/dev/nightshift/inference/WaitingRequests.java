package dev.nightshift.inference;

import dev.nightshift.inference.EngineException.Code;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * What waits for the {@link BlockDecoder}'s thread: single requests up to a bound, those of batches
 * without one, and short errands. Thread-safe.
 */
final class WaitingRequests {
  private final int most;
  private final Deque<RunningRequest> single = new ArrayDeque<>();
  private final Deque<RunningRequest> bulk = new ArrayDeque<>();
  private final Queue<Runnable> errands = new ArrayDeque<>();
  private boolean closed;

  WaitingRequests(int most) {
    this.most = most;
  }

  /** Adds a request; throws BUSY when too many wait, CLOSED when the engine is closed. */
  synchronized void add(RunningRequest running) {
    requireOpen();
    if (single.size() >= most) {
      throw new EngineException(
          Code.BUSY, "the engine is busy and " + most + " requests wait already");
    }
    single.add(running);
    notifyAll();
  }

  /** Adds the requests of a batch, for when there is room. */
  synchronized void addAll(Collection<RunningRequest> batch) {
    requireOpen();
    bulk.addAll(batch);
    notifyAll();
  }

  /** Adds something short that is done between two passes. */
  synchronized void addErrand(Runnable errand) {
    requireOpen();
    errands.add(errand);
    notifyAll();
  }

  private void requireOpen() {
    if (closed) {
      throw new EngineException(Code.CLOSED, "the engine is closed");
    }
  }

  /** The next single request. */
  synchronized @Nullable RunningRequest nextSingle() {
    return single.poll();
  }

  /** The next request of a batch. */
  synchronized @Nullable RunningRequest nextOfBatch() {
    return bulk.poll();
  }

  synchronized @Nullable Runnable nextErrand() {
    return errands.poll();
  }

  /** Takes a request back; false if it does not wait any more. */
  synchronized boolean remove(RunningRequest running) {
    return single.remove(running) || bulk.remove(running);
  }

  /** Single requests that wait: only their number is bounded. */
  synchronized int size() {
    return single.size();
  }

  /** Waits until there is something; false when there is not and never will be. */
  synchronized boolean await() throws InterruptedException {
    while (single.isEmpty() && bulk.isEmpty() && errands.isEmpty()) {
      if (closed) {
        return false;
      }
      wait();
    }
    return true;
  }

  /** Refuses what comes later. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }
}
