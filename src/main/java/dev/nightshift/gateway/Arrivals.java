package dev.nightshift.gateway;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The connections on which a request's body is still to come, and until when. What is not read of a
 * body before its answer is swallowed by Tomcat afterwards, for as long as it trickles.
 * Thread-safe.
 */
final class Arrivals {
  /** For the answer that tells a client that it was too slow. */
  private static final Duration FAREWELL = Duration.ofSeconds(1);

  private final ConcurrentMap<String, Long> deadlines = new ConcurrentHashMap<>();

  /** A body is to come on a connection. */
  void expect(String connection, Duration within) {
    deadlines.put(connection, System.nanoTime() + within.plus(FAREWELL).toNanos());
  }

  /** It has come, or there is none. */
  void complete(String connection) {
    deadlines.remove(connection);
  }

  /** Whether it is late; said once. */
  boolean late(String connection) {
    Long deadline = deadlines.get(connection);
    return deadline != null
        && System.nanoTime() - deadline > 0
        && deadlines.remove(connection, deadline);
  }

  /** Forgets connections that are gone. */
  void forgetLate() {
    deadlines.values().removeIf(deadline -> System.nanoTime() - deadline > 0);
  }
}
