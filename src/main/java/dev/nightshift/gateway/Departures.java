package dev.nightshift.gateway;

import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The connections whose clients wait for an answer of which nothing is written before its end, and
 * whether they are still there. Their input is looked at now and then while nobody else reads it.
 * Thread-safe.
 *
 * <p>A client that closes its connection and one that only stops sending look the same from here;
 * both have gone, as nginx and Go's server have it. One that sends its next request meanwhile is
 * there, and not looked after any more: its end would be behind that.
 */
final class Departures {
  private final ConcurrentMap<String, Waiting> waiting = new ConcurrentHashMap<>();

  /** What a client may have sent. */
  interface Input {
    /**
     * Whether there is any; none is taken away.
     *
     * @throws IOException when there will be no more
     */
    boolean ready() throws IOException;
  }

  /** Begins to look after a client; to be closed before its connection is read again. */
  Waiting begin(String connection, Runnable whenGone) {
    Waiting begun = new Waiting(connection, whenGone);
    waiting.put(connection, begun);
    return begun;
  }

  /** Looks whether the client of a connection is still there, if it waits. */
  void look(String connection, Input input) {
    @Nullable Waiting client = waiting.get(connection);
    if (client != null) {
      client.look(input);
    }
  }

  /** A client that waits. */
  final class Waiting implements AutoCloseable {
    private final String connection;
    private final Runnable whenGone;
    private boolean over;

    private Waiting(String connection, Runnable whenGone) {
      this.connection = connection;
      this.whenGone = whenGone;
    }

    private synchronized void look(Input input) {
      if (over) {
        return;
      }
      try {
        boolean _ = input.ready();
      } catch (IOException e) {
        over = true;
        whenGone.run();
      }
    }

    /** A look that goes on is over when this returns. */
    @Override
    public void close() {
      synchronized (this) {
        over = true;
      }
      boolean _ = waiting.remove(connection, this);
    }
  }
}
