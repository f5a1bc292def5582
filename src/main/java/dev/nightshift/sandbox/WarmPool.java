package dev.nightshift.sandbox;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Interpreters that are started and wait for a program each. One serves one program; its place is
 * taken by a new one.
 */
final class WarmPool implements AutoCloseable {
  private final Launcher launcher;
  private final Limits limits;
  private final int size;
  private final Deque<Interpreter> waiting = new ArrayDeque<>();
  private boolean closed;

  WarmPool(Launcher launcher, Limits limits, int size) {
    this.launcher = launcher;
    this.limits = limits;
    this.size = size;
  }

  /**
   * One that waits, the oldest, and starts another in its place.
   *
   * @return null when none waits that can be given these limits
   */
  @Nullable Interpreter take(Limits wanted) {
    if (!limits.allow(wanted)) {
      return null;
    }
    @Nullable Interpreter taken = poll();
    while (taken != null && !taken.alive()) {
      taken.close();
      taken = poll();
    }
    return taken;
  }

  private synchronized @Nullable Interpreter poll() {
    return waiting.pollFirst();
  }

  /** Starts as many as are missing; they come up by themselves. */
  void fill() {
    while (wanting()) {
      Interpreter started = launcher.start(limits);
      if (!offer(started)) {
        started.close();
      }
    }
  }

  /** Has one started in the place of one that was taken, and waits for nothing. */
  void replace() {
    if (wanting()) {
      launcher.startLater(limits, this::offer);
    }
  }

  private synchronized boolean wanting() {
    return !closed && waiting.size() < size;
  }

  private synchronized boolean offer(Interpreter interpreter) {
    if (!wanting()) {
      return false;
    }
    waiting.addLast(interpreter);
    return true;
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    for (@Nullable Interpreter left = poll(); left != null; left = poll()) {
      left.close();
    }
  }
}
