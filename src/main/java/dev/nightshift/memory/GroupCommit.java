package dev.nightshift.memory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that commits, in batches, what many write. While it commits, the next batch gathers;
 * nobody waits for others that have not come yet.
 *
 * <p>A thread of its own, because an interrupt in the middle of file access closes Lucene's files:
 * callers may be interrupted, this thread is not.
 */
final class GroupCommit implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

  private final Committer committer;
  private final int batch;
  private final Queue<Pending> waiting = new ArrayDeque<>();
  private final Thread thread;
  private boolean closing;
  private boolean failing;

  private record Pending(Write write, CompletableFuture<Void> done) {}

  /** Makes writes durable and visible. */
  @FunctionalInterface
  interface Committer {
    /**
     * Commits all writes that are not refused.
     *
     * @return for each write the reason why it alone was refused
     * @throws MemoryException when none was committed
     */
    List<Optional<MemoryException>> commit(List<Write> writes);
  }

  GroupCommit(Committer committer, int batch) {
    this.committer = committer;
    this.batch = batch;
    this.thread = Thread.ofPlatform().daemon().name("memory-commit").start(this::run);
  }

  /**
   * Returns when the write is durable and visible.
   *
   * @throws MemoryException when it is not; an IO error may leave it written all the same, writing
   *     it again is harmless
   */
  void write(Write write) {
    Pending pending = new Pending(write, new CompletableFuture<>());
    synchronized (waiting) {
      if (closing) {
        throw new MemoryException(MemoryException.Code.IO, "the memory has been closed");
      }
      waiting.add(pending);
      waiting.notifyAll();
    }
    try {
      pending.done().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof MemoryException reason) {
        throw new MemoryException(reason.code(), String.valueOf(reason.getMessage()), reason);
      }
      throw new MemoryException(MemoryException.Code.IO, "the write failed: " + e.getCause(), e);
    }
  }

  /** Commits what waits, then stops. */
  @Override
  public void close() {
    synchronized (waiting) {
      closing = true;
      waiting.notifyAll();
    }
    Uninterrupted.join(thread);
  }

  private void run() {
    for (List<Pending> next = takeBatch(); !next.isEmpty(); next = takeBatch()) {
      commit(next);
    }
  }

  private void commit(List<Pending> writes) {
    try {
      List<Optional<MemoryException>> refused =
          committer.commit(writes.stream().map(Pending::write).toList());
      failing = false;
      for (int i = 0; i < writes.size(); i++) {
        CompletableFuture<Void> done = writes.get(i).done();
        refused.get(i).ifPresentOrElse(done::completeExceptionally, () -> done.complete(null));
      }
    } catch (Throwable e) {
      // Once: when it goes on failing, everyone who waits is told, and the log need not be.
      if (!failing) {
        LOG.error("a commit of {} writes to the memory failed", writes.size(), e);
      }
      failing = true;
      writes.forEach(pending -> pending.done().completeExceptionally(e));
    }
  }

  /** Waits for writes; empty when closed and nothing is left. */
  private List<Pending> takeBatch() {
    synchronized (waiting) {
      while (waiting.isEmpty() && !closing) {
        try {
          waiting.wait();
        } catch (InterruptedException e) {
          LOG.warn("the committing thread does not stop by interruption, only by close()", e);
        }
      }
      List<Pending> taken = new ArrayList<>();
      while (taken.size() < batch && !waiting.isEmpty()) {
        taken.add(waiting.remove());
      }
      return taken;
    }
  }
}
