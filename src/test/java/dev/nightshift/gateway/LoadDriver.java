package dev.nightshift.gateway;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;

/**
 * Sends requests at a steady rate over open connections and notes how long each took from the
 * moment at which it was due, so that a server that stalls is seen to stall (no coordinated
 * omission).
 */
final class LoadDriver {
  private static final int SLOTS = 200_000;
  private static final long SLOT_NANOS = 10_000;

  private final String host;
  private final int port;
  private final LongFunction<byte[]> requests;
  private final int[] histogram = new int[SLOTS];
  private final Map<Integer, Integer> statuses = new TreeMap<>();
  private final AtomicLong next = new AtomicLong();
  private int broken;

  /**
   * Drives a server.
   *
   * @param requests the bytes of the request with a number
   */
  LoadDriver(String host, int port, LongFunction<byte[]> requests) {
    this.host = host;
    this.port = port;
    this.requests = requests;
  }

  /**
   * Sends {@code perSecond} requests a second for a while over some connections. The answers of the
   * warm-up are not noted, nor, at a rate, those of a second behind the end: what opening and
   * closing so many connections costs this driver is not what the server took.
   *
   * @param perSecond 0: each connection sends its next request as soon as it is answered
   */
  void run(int connections, int perSecond, long warmUpSeconds, long seconds)
      throws InterruptedException {
    long start = System.nanoTime() + 50_000_000;
    Span measured = Span.after(start, warmUpSeconds, seconds, perSecond > 0 ? 1 : 0);
    Thread[] threads = new Thread[connections];
    for (int i = 0; i < connections; i++) {
      threads[i] = Thread.ofVirtual().start(() -> drive(start, measured, perSecond));
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /** The time whose requests are noted, of {@link System#nanoTime()}. */
  private record Span(long from, long to, long end) {
    static Span after(long start, long warmUpSeconds, long seconds, long behind) {
      long from = start + TimeUnit.SECONDS.toNanos(warmUpSeconds);
      long to = from + TimeUnit.SECONDS.toNanos(seconds);
      return new Span(from, to, to + TimeUnit.SECONDS.toNanos(behind));
    }

    boolean notes(long due) {
      return due >= from && due < to;
    }
  }

  private void drive(long start, Span measured, int perSecond) {
    while (System.nanoTime() < measured.end()) {
      try (Socket socket = new Socket(host, port)) {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(60_000);
        InputStream in = new BufferedInputStream(socket.getInputStream());
        while (one(socket, in, start, measured, perSecond)) {
          // the next one, on the same connection
        }
      } catch (IOException e) {
        note(-1, 0);
      }
    }
  }

  private boolean one(Socket socket, InputStream in, long start, Span measured, int perSecond)
      throws IOException {
    long number = next.getAndIncrement();
    long due = perSecond == 0 ? System.nanoTime() : start + number * (1_000_000_000L / perSecond);
    if (due >= measured.end()) {
      return false;
    }
    while (System.nanoTime() < due) {
      LockSupport.parkNanos(due - System.nanoTime());
    }
    socket.getOutputStream().write(requests.apply(number));
    Answered answered = answer(in);
    if (measured.notes(due)) {
      note(answered.status(), System.nanoTime() - due);
    }
    return !answered.last();
  }

  private synchronized void note(int status, long nanos) {
    if (status < 0) {
      broken++;
      return;
    }
    statuses.merge(status, 1, Integer::sum);
    histogram[(int) Math.min(SLOTS - 1, nanos / SLOT_NANOS)]++;
  }

  /**
   * An answer.
   *
   * @param last whether the server closes the connection after it
   */
  private record Answered(int status, boolean last) {}

  private static Answered answer(InputStream in) throws IOException {
    String first = line(in);
    if (first.length() < 12) {
      throw new IOException("no answer: " + first);
    }
    int status = Integer.parseInt(first.substring(9, 12));
    long length = 0;
    boolean chunked = false;
    boolean last = false;
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      String lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Long.parseLong(lower.substring(15).strip());
      }
      last |= lower.equals("connection: close");
      chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
    }
    if (!chunked) {
      in.skipNBytes(length);
      return new Answered(status, last);
    }
    while (true) {
      int size = Integer.parseInt(line(in).strip(), 16);
      in.skipNBytes(size + 2L);
      if (size == 0) {
        return new Answered(status, last);
      }
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the connection was closed");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  /** The time in milliseconds that a share of the answers took at most. */
  synchronized double quantile(double share) {
    long all = 0;
    for (int count : histogram) {
      all += count;
    }
    long seen = 0;
    for (int slot = 0; slot < SLOTS; slot++) {
      seen += histogram[slot];
      if (seen >= Math.ceil(share * all)) {
        return (slot + 1) * SLOT_NANOS / 1e6;
      }
    }
    return Double.NaN;
  }

  /** How many answers had which status. */
  synchronized Map<Integer, Integer> statuses() {
    return new TreeMap<>(statuses);
  }

  /** Connections that broke. */
  synchronized int broken() {
    return broken;
  }

  /** A POST with a JSON body. */
  static byte[] post(String path, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return ("POST "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
            + bytes.length
            + "\r\n\r\n"
            + body)
        .getBytes(StandardCharsets.UTF_8);
  }
}
