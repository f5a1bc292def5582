package dev.nightshift.inference;

import dev.nightshift.inference.EngineException.Code;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What waits for the {@link BlockDecoder}'s thread: single requests up to a bound, and those of
 * batches without one, which give way. Whose turn has come keeps it until there is room: small
 * requests do not pass by a large one. Thread-safe.
 */
final class WaitingRequests {
  private final int most;
  private final Deque<RunningRequest> single = new ArrayDeque<>();
  private final Deque<RunningRequest> bulk = new ArrayDeque<>();
  private @Nullable RunningRequest turn;
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
  synchronized void addAll(Collection<? extends RunningRequest> batch) {
    requireOpen();
    bulk.addAll(batch);
    notifyAll();
  }

  private void requireOpen() {
    if (closed) {
      throw new EngineException(Code.CLOSED, "the engine is closed");
    }
  }

  /**
   * The request whose turn it is, which goes on waiting until it is {@link #remove removed}.
   *
   * @param singles whether it may be a single one
   * @param ofBatches whether it may be one of a batch
   */
  synchronized @Nullable RunningRequest next(boolean singles, boolean ofBatches) {
    if (turn == null && singles) {
      turn = single.peek();
    }
    if (turn == null && ofBatches) {
      turn = bulk.peek();
    }
    return turn;
  }

  /** Takes a request out; false if it does not wait any more. */
  @SuppressWarnings("ReferenceEquality")
  synchronized boolean remove(RunningRequest running) {
    if (turn == running) {
      turn = null;
    }
    return single.remove(running) || bulk.remove(running);
  }

  /** Single requests that wait: only their number is bounded. */
  synchronized int size() {
    return single.size();
  }

  /** Waits until there is something; false when there is not and never will be. */
  synchronized boolean await() throws InterruptedException {
    while (single.isEmpty() && bulk.isEmpty()) {
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
