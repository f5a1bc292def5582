package dev.nightshift.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Reads what a process prints, keeps as much as is allowed, and throws away the rest. */
final class OutputReader {
  private static final int STACK_BYTES = 128 << 10;

  private final InputStream in;
  private final AtomicLong room;
  private final Kept kept = new Kept();
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

  /**
   * Waits for a last line that begins with a word behind whatever was printed before it.
   *
   * @return what is behind the word, without the line's end; null when it did not come in time or
   *     the output ended
   */
  synchronized @Nullable String awaitLast(String word, Duration patience)
      throws InterruptedException {
    byte[] wanted = ('\u001f' + word).getBytes(StandardCharsets.UTF_8);
    long deadline = System.nanoTime() + patience.toNanos();
    while (kept.lastLine(wanted) < 0) {
      long left = deadline - System.nanoTime();
      if (ended || left <= 0) {
        return null;
      }
      // Never 0, which would wait for ever.
      wait(left / 1_000_000, (int) (left % 1_000_000));
    }
    byte[] all = kept.toByteArray();
    int from = kept.lastLine(wanted) + wanted.length;
    return new String(all, from, all.length - 1 - from, StandardCharsets.UTF_8);
  }

  /** What was kept before that last line; all of it is forgotten. */
  synchronized String takeBefore(String word) {
    int end = kept.lastLine(('\u001f' + word).getBytes(StandardCharsets.UTF_8));
    String text = new String(kept.toByteArray(), 0, Math.max(0, end), StandardCharsets.UTF_8);
    kept.reset();
    return text;
  }

  /** Waits for the end; whether it came. */
  boolean awaitEnd(Duration patience) throws InterruptedException {
    return thread.join(patience);
  }

  /** What was kept so far. */
  synchronized String text() {
    return kept.toString(StandardCharsets.UTF_8);
  }

  /** Knows how it ends without a copy. */
  private static final class Kept extends ByteArrayOutputStream {
    /** Longer than any such line of ours. */
    private static final int MOST_OF_A_LINE = 256;

    /** Where the last line begins if it does so with these bytes, otherwise -1. */
    synchronized int lastLine(byte[] beginning) {
      if (count == 0 || buf[count - 1] != '\n') {
        return -1;
      }
      for (int at = count - beginning.length - 1; at >= Math.max(0, count - MOST_OF_A_LINE); at--) {
        if (Arrays.equals(buf, at, at + beginning.length, beginning, 0, beginning.length)) {
          return at;
        }
      }
      return -1;
    }
  }
}
