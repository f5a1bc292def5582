package dev.nightshift.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Reads what a process prints, keeps as much as is allowed, and throws away the rest. */
final class OutputReader {
  private static final int STACK_BYTES = 128 << 10;

  private final InputStream in;
  private final AtomicLong room;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private final Thread thread;
  private boolean ended;

  /**
   * Begins to read.
   *
   * @param room bytes that may still be kept, by this reader and others
   */
  OutputReader(String name, InputStream in, AtomicLong room) {
    this.in = in;
    this.room = room;
    thread = new Thread(null, this::read, name, STACK_BYTES);
    thread.setDaemon(true);
    thread.start();
  }

  private void read() {
    byte[] buffer = new byte[8192];
    try {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        keep(buffer, count);
      }
    } catch (IOException e) {
      // Closed under us, because the process is over.
    } finally {
      end();
    }
  }

  private synchronized void keep(byte[] buffer, int count) {
    long left = room.getAndAdd(-count);
    kept.write(buffer, 0, (int) Math.max(0, Math.min(count, left)));
    notifyAll();
  }

  private synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** Waits for a first line and forgets it; whether it came, or the wait or the output ended. */
  synchronized boolean awaitFirst(String line, Duration patience) throws InterruptedException {
    byte[] wanted = (line + "\n").getBytes(StandardCharsets.UTF_8);
    long deadline = System.nanoTime() + patience.toNanos();
    while (kept.size() < wanted.length && !ended) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    if (!kept.toString(StandardCharsets.ISO_8859_1).equals(line + "\n")) {
      return false;
    }
    kept.reset();
    return true;
  }

  /** Waits for the end; whether it came. */
  boolean awaitEnd(Duration patience) throws InterruptedException {
    return thread.join(patience);
  }

  /** What was kept so far. */
  synchronized String text() {
    return kept.toString(StandardCharsets.UTF_8);
  }
}
