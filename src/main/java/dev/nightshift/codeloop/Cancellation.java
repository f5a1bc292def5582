package dev.nightshift.codeloop;

import dev.nightshift.serving.AnswerListener;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * By which somebody else ends work that goes on: the answer of a model at its next token, a program
 * in the sandbox at once. A thread is interrupted only while it waits for the sandbox, so that what
 * listeners write is never cut. Thread-safe.
 */
public final class Cancellation {
  private volatile boolean cancelled;
  private @Nullable Thread waiting;

  /** Ends the work; a second time does nothing. */
  public synchronized void cancel() {
    cancelled = true;
    if (waiting != null) {
      waiting.interrupt();
    }
  }

  /** Whether the work is to end. */
  public boolean cancelled() {
    return cancelled;
  }

  /** Passes while the work may go on. */
  void check() {
    if (cancelled) {
      throw stopped(null);
    }
  }

  static CodeLoopException stopped(@Nullable RuntimeException cause) {
    String message = "it was cancelled";
    return cause == null
        ? new CodeLoopException(CodeLoopException.Code.CANCELLED, message)
        : new CodeLoopException(CodeLoopException.Code.CANCELLED, message, cause);
  }

  /** Does what an interrupt may end, in this thread. */
  <T> T interruptibly(Supplier<T> work) {
    synchronized (this) {
      check();
      waiting = Thread.currentThread();
    }
    try {
      return work.get();
    } finally {
      synchronized (this) {
        waiting = null;
        if (cancelled) {
          // It has done what it was for; what follows shall not stumble over it.
          boolean _ = Thread.interrupted();
        }
      }
    }
  }

  /** Ends an answer likewise. */
  AnswerListener listener() {
    return AnswerListener.endedBy(this::cancelled);
  }
}
