package dev.nightshift.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Threads that share work of a few microseconds. The caller works too and takes whatever piece
 * nobody has taken, so it never waits for a thread to wake up; it waits only for pieces that were
 * begun. A worker that finds nothing to do looks again for a moment, then lets others run, then
 * sleeps: an idle pool takes no time of a busy machine. One caller at a time.
 */
final class WorkerPool implements AutoCloseable {
  /** Some work, cut into pieces. */
  interface Pieces {
    /** Does one piece; pieces run on different threads. */
    void run(int piece);
  }

  private static final int SPINS = 2_000;
  private static final int YIELDS = 40;

  private static final class Round {
    private final Pieces work;
    private final int count;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();

    /** The first one; noted without taking memory, which may be what ran out. */
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    Round(Pieces work, int count) {
      this.work = work;
      this.count = count;
    }

    boolean open() {
      return next.get() < count;
    }

    void help() {
      for (int piece = next.getAndIncrement(); piece < count; piece = next.getAndIncrement()) {
        try {
          work.run(piece);
        } catch (RuntimeException | Error e) {
          failure.compareAndSet(null, e);
        } finally {
          done.incrementAndGet();
        }
      }
    }
  }

  private final class Worker implements Runnable {
    private volatile boolean asleep;

    @Override
    public void run() {
      int looks = 0;
      while (!closed) {
        Round current = round;
        if (current != null && current.open()) {
          current.help();
          looks = 0;
        } else if (looks < SPINS + YIELDS) {
          rest(looks++);
        } else {
          asleep = true;
          if (round == null && !closed) {
            LockSupport.park(WorkerPool.this);
          }
          asleep = false;
          looks = 0;
        }
      }
    }
  }

  private final List<Worker> workers = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile @Nullable Round round;
  private volatile boolean closed;

  /** A pool of {@code count} threads, the caller included. */
  WorkerPool(int count) {
    this(count, Thread.ofPlatform().name("workers-", 1).daemon().factory());
  }

  /** With threads of a factory; no thread is left behind if one of them cannot be started. */
  WorkerPool(int count, ThreadFactory factory) {
    if (count < 1) {
      throw new IllegalArgumentException("a pool has at least one thread, not " + count);
    }
    try {
      for (int i = 1; i < count; i++) {
        Worker worker = new Worker();
        Thread thread = factory.newThread(worker);
        workers.add(worker);
        threads.add(thread);
        thread.start();
      }
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** How many threads work, the caller included. */
  int threads() {
    return workers.size() + 1;
  }

  /** Does all pieces and returns when they are done; what a piece throws is thrown again. */
  void run(int pieces, Pieces work) {
    if (workers.isEmpty() || pieces == 1) {
      for (int piece = 0; piece < pieces; piece++) {
        work.run(piece);
      }
      return;
    }
    Round current = new Round(work, pieces);
    round = current;
    for (int i = 0; i < workers.size(); i++) {
      if (workers.get(i).asleep) {
        LockSupport.unpark(threads.get(i));
      }
    }
    current.help();
    for (int looks = 0; current.done.get() < pieces; looks++) {
      rest(looks);
    }
    round = null;
    Throwable failure = current.failure.get();
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof RuntimeException exception) {
      throw exception;
    }
  }

  // Yielding is only politeness: without it everything works as well.
  @SuppressWarnings("ThreadPriorityCheck")
  private static void rest(int looks) {
    if (looks < SPINS) {
      Thread.onSpinWait();
    } else {
      Thread.yield();
    }
  }

  @Override
  public void close() {
    closed = true;
    threads.forEach(LockSupport::unpark);
  }
}
