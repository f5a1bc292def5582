package dev.nightshift.model;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A reply's body that fails when nothing comes for a while, instead of waiting for ever. */
final class WatchedBody extends FilterInputStream {
  private final Duration limit;
  private final Thread watch;
  private volatile long heard = System.nanoTime();
  private volatile boolean stalled;

  /**
   * Watches a body until it is closed.
   *
   * @param limit how long a silence may be
   */
  WatchedBody(InputStream body, Duration limit) {
    super(body);
    this.limit = limit;
    this.watch = Thread.ofVirtual().name("download-watch").start(this::watch);
  }

  private void watch() {
    try {
      for (long left = limit.toNanos();
          left > 0;
          left = heard + limit.toNanos() - System.nanoTime()) {
        Thread.sleep(Duration.ofNanos(left));
      }
      stalled = true;
      in.close(); // whoever reads fails now
    } catch (InterruptedException e) {
      // It was closed in time.
    } catch (IOException e) {
      // The reader meets the same.
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 255;
  }

  @Override
  public int read(byte[] target, int from, int length) throws IOException {
    try {
      int read = in.read(target, from, length);
      if (stalled) {
        throw silence(null);
      }
      heard = System.nanoTime();
      return read;
    } catch (IOException e) {
      throw stalled ? silence(e) : e;
    }
  }

  private IOException silence(@Nullable IOException cause) {
    return new IOException("nothing came for " + limit.toSeconds() + " s", cause);
  }

  @Override
  public void close() throws IOException {
    watch.interrupt();
    super.close();
  }
}
