package dev.nightshift.inference;

import dev.nightshift.inference.EngineException.Code;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The one thread that computes. Requests wait in the order in which they came, up to a bound.
 *
 * <p>One thread, because the native library keeps a pool of workers for every thread that calls it,
 * and a native call from a virtual thread would hold a core away from all others.
 */
final class ComputeThread implements AutoCloseable {
  private static final long LOOK_MILLIS = 50;
  private static final long DRAIN_SECONDS = 30;

  private final int queueSize;
  private final ThreadPoolExecutor executor;

  ComputeThread(int queueSize) {
    this.queueSize = queueSize;
    this.executor =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(queueSize),
            Thread.ofPlatform().name("engine").daemon().factory());
  }

  /**
   * Runs {@code work} when its turn comes. Gives up by itself while it waits; afterwards the work
   * has to look at its limits.
   */
  <T> T call(Callable<T> work, Limits limits) {
    FutureTask<T> task =
        new FutureTask<>(
            () -> {
              limits.check();
              return work.call();
            });
    try {
      executor.execute(task);
    } catch (RejectedExecutionException e) {
      throw executor.isShutdown()
          ? closed()
          : new EngineException(
              Code.BUSY, "the engine is busy and " + queueSize + " requests wait already", e);
    }
    while (true) {
      try {
        return task.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        leaveIfStillWaiting(task, limits);
      } catch (InterruptedException e) {
        limits.abandon();
        executor.remove(task);
        Thread.currentThread().interrupt();
        throw new EngineException(Code.CANCELLED, "interrupted while waiting for an answer", e);
      } catch (ExecutionException e) {
        throw EngineException.of(e);
      }
    }
  }

  private void leaveIfStillWaiting(FutureTask<?> task, Limits limits) {
    try {
      limits.check();
    } catch (EngineException e) {
      if (executor.remove(task)) {
        throw e;
      }
    }
    if (executor.isTerminated() && !task.isDone()) {
      throw closed();
    }
  }

  private static EngineException closed() {
    return new EngineException(Code.CLOSED, "the engine is closed");
  }

  /** Requests that wait now. */
  int waiting() {
    return executor.getQueue().size();
  }

  /** Takes nothing new, finishes what was accepted; false if that took too long. */
  boolean drain() {
    executor.shutdown();
    try {
      return executor.awaitTermination(DRAIN_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    drain();
  }
}
