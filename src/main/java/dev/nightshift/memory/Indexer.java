package dev.nightshift.memory;

import dev.nightshift.embedding.Embedder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what was logged into the index: every few seconds, and at once when somebody wants to read
 * it. One commit at a time, in the order of the log.
 */
final class Indexer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Indexer.class);

  /** How often it is looked for vectors that came late. */
  private static final long LOOK_MILLIS = 1000;

  /** Each commit is synced, file by file, on the disk on which requests wait for their log. */
  private static final int LOOKS_OF_A_PAUSE = 3;

  /** Entries of one commit: who waits for room waits for one commit, not for all there is. */
  private static final int TOGETHER = 500;

  /** The same while there is room. */
  private static final int AT_EASE = 2000;

  /** Vectors that are still computed when the memory is closed. */
  private static final int AT_THE_END = 100;

  private final MemoryIndex index;
  private final AheadLog written;
  private final Pending pending;
  private final VectorSource vectors;
  private final ReentrantLock committing = new ReentrantLock(true);
  private final Thread thread;
  private final Queue<Write> late = new ConcurrentLinkedQueue<>();
  private final Object pause = new Object();
  private boolean closing;
  private boolean failing;

  Indexer(MemoryIndex index, AheadLog written, Pending pending, Embedder embedder, String field) {
    this.index = index;
    this.written = written;
    this.pending = pending;
    this.vectors = new VectorSource(index, pending, embedder, field, this::writeLater);
    this.thread = Thread.ofPlatform().daemon().name("memory-index").start(this::run);
  }

  /**
   * Returns when everything that has been logged is in the index.
   *
   * @throws MemoryException when it cannot be written there
   */
  void settle() {
    if (!pending.isEmpty()) {
      Uninterrupted.run("memory-settle", () -> inTurn(() -> commit(pending.all())));
    }
  }

  /** A disk that is full is no reason not to read what the index has. */
  void settleIfPossible() {
    try {
      settle();
    } catch (MemoryException e) {
      if (e.code() != MemoryException.Code.IO) {
        throw e;
      }
      log.warn("read without what was recorded last: {}", e.getMessage());
    }
  }

  /**
   * Brings in the oldest of what waits, with room for more to come.
   *
   * @param full whether there is still need for it when its turn comes
   * @param entries that are to come
   * @throws MemoryException when it cannot be written
   */
  void makeRoom(BooleanSupplier full, int entries) {
    Uninterrupted.run(
        "memory-room",
        () ->
            inTurn(
                () -> {
                  if (full.getAsBoolean()) {
                    commit(pending.oldest(Math.max(TOGETHER, entries)));
                  }
                }));
  }

  /**
   * Writes past the log: committed when it returns.
   *
   * @throws MemoryException when it is not
   */
  void write(Write write) {
    Uninterrupted.run("memory-write", () -> inTurn(() -> requireTaken(write)));
  }

  /** Has this thread write past the log when it comes to it; the caller gives way to others. */
  private void writeLater(Write write) {
    late.add(write);
  }

  /**
   * Takes something out that stands in the log as to be gone; committed when it returns, and what
   * was logged before it too.
   *
   * @param number of its frame
   * @throws MemoryException when it is not
   */
  void erase(long number, Write.Erasure erasure) {
    Uninterrupted.run(
        "memory-erase",
        () ->
            inTurn(
                () -> {
                  commit(pending.all());
                  FrameCommit.commit(index, List.of(erasure), number);
                  written.release(number);
                }));
  }

  private void requireTaken(Write write) {
    Optional<MemoryException> refused = index.commit(List.of(write)).getFirst();
    if (refused.isPresent()) {
      throw refused.get();
    }
  }

  private void inTurn(Runnable work) {
    committing.lock();
    try {
      work.run();
    } finally {
      committing.unlock();
    }
  }

  private void commit(Pending.Taken taken) {
    if (taken.through() == 0) {
      return;
    }
    List<Write> writes = new ArrayList<>();
    vectors.ofCorrected(taken).ifPresent(writes::add);
    for (Pending.Waiting one : taken.exchanges()) {
      writes.add(Write.of(one.exchange(), one.vector()));
    }
    taken.feedback().forEach(one -> writes.add(new Write.Said(List.of(one))));
    FrameCommit.commit(index, writes, taken.through());
    pending.remove(taken.through());
    if (taken.exchanges().stream().anyMatch(one -> one.vector() == null)) {
      vectors.look();
    }
    written.release(taken.through());
  }

  private void run() {
    while (pauseUnlessClosing()) {
      try {
        boolean more = true;
        while (more && !closing()) {
          more = turn();
        }
        failing = false;
      } catch (Throwable e) {
        if (!failing) {
          log.error("what was recorded waits in the log: the index cannot be written; tried on", e);
        }
        failing = true;
      }
    }
  }

  /** One commit; whether there is enough left for another at once. */
  private boolean turn() {
    committing.lock();
    try {
      int most = pending.crowded() ? TOGETHER : AT_EASE;
      Pending.Taken due = pending.due(most);
      commit(due);
      Write added = late.poll();
      if (added != null) {
        requireTaken(added);
        vectors.look();
      }
      return due.entries() >= most;
    } finally {
      committing.unlock();
    }
  }

  private boolean closing() {
    synchronized (pause) {
      return closing;
    }
  }

  private boolean pauseUnlessClosing() {
    synchronized (pause) {
      for (int look = 0; look < LOOKS_OF_A_PAUSE && late.isEmpty() && !closing; look++) {
        rest();
      }
      return !closing;
    }
  }

  /** To be called with {@link #pause} held, which is let go meanwhile. */
  private void rest() {
    long end = System.nanoTime() + LOOK_MILLIS * 1_000_000;
    for (long left = LOOK_MILLIS; left > 0 && !closing; ) {
      try {
        pause.wait(left);
      } catch (InterruptedException e) {
        log.warn("the indexing thread does not stop by interruption, only by close()", e);
      }
      left = (end - System.nanoTime()) / 1_000_000;
    }
  }

  /** Brings in what waits, with vectors if these are few, and stops. Nothing may be logged now. */
  @Override
  public void close() {
    synchronized (pause) {
      closing = true;
      pause.notifyAll();
    }
    vectors.close();
    Uninterrupted.join(thread);
    Uninterrupted.run(
        "memory-settle",
        () ->
            inTurn(
                () -> {
                  vectors.finish(AT_THE_END);
                  commit(pending.all());
                }));
  }
}
