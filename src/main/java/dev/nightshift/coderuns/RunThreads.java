package dev.nightshift.coderuns;

import dev.nightshift.coderuns.CodeRunsException.Code;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** So many runs at once, and so many that wait. */
final class RunThreads {
  private final RunSettings settings;
  private final ThreadPoolExecutor threads;

  RunThreads(RunSettings settings) {
    this.settings = settings;
    this.threads =
        new ThreadPoolExecutor(
            settings.parallel(),
            settings.parallel(),
            1,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(settings.waiting()),
            Thread.ofVirtual().name("code run ", 0).factory());
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * Has a run's turn come.
   *
   * @throws CodeRunsException BUSY
   */
  void start(Runnable run) {
    try {
      threads.execute(run);
    } catch (RejectedExecutionException e) {
      throw new CodeRunsException(
          Code.BUSY,
          settings.parallel() + " runs go on and " + settings.waiting() + " wait already",
          e);
    }
  }

  /** Whether its turn had not come, and will not. */
  boolean remove(Runnable run) {
    return threads.remove(run);
  }

  /** Starts no more; whether all have ended after a while. */
  boolean ended(Duration patience) {
    threads.shutdown();
    try {
      return threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
