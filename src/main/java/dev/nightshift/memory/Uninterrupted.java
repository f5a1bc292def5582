package dev.nightshift.memory;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Work on Lucene's files for a caller that may be interrupted: an interrupt in the middle of file
 * access closes the files. The caller waits to the end and finds its interrupt pending then.
 */
final class Uninterrupted {
  private Uninterrupted() {}

  /**
   * Runs in a thread of its own and waits.
   *
   * @throws MemoryException as the work does
   */
  static void run(String name, Runnable work) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name(name)
        .start(
            () -> {
              try {
                work.run();
                done.complete(null);
              } catch (Throwable e) {
                done.completeExceptionally(e);
              }
            });
    try {
      done.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof MemoryException reason) {
        throw new MemoryException(reason.code(), String.valueOf(reason.getMessage()), reason);
      }
      throw new MemoryException(MemoryException.Code.IO, name + " failed: " + e.getCause(), e);
    }
  }

  /** Waits for the end of a thread. */
  static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
