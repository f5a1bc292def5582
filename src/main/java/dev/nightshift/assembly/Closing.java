package dev.nightshift.assembly;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What must be closed, in the reverse order of its making. Thread-safe. */
final class Closing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Closing.class);
  private final Deque<Entry> made = new ArrayDeque<>();
  private boolean closed;

  private record Entry(String name, AutoCloseable what) {}

  /** Will close it, and returns it. */
  synchronized <T extends AutoCloseable> T add(String name, T what) {
    if (closed) {
      close(new Entry(name, what));
      throw new IllegalStateException("the pipeline is closed; " + name + " came too late");
    }
    made.push(new Entry(name, what));
    return what;
  }

  @Override
  public synchronized void close() {
    closed = true;
    while (!made.isEmpty()) {
      close(made.pop());
    }
  }

  /** One that cannot be closed keeps none of the others open. */
  private static void close(Entry entry) {
    try {
      entry.what().close();
    } catch (Exception e) {
      LOG.warn("{} did not close properly", entry.name(), e);
    }
  }
}
