package dev.nightshift.notify;

import java.time.Duration;
import java.time.InstantSource;
import javax.sql.DataSource;

/** Empties the outbox in the background; see {@link #drain} for a program about to end. */
public final class OutboxSender implements AutoCloseable {
  private final Outbox outbox;

  /** A sender of {@code outbox}, not started. */
  public OutboxSender(
      Outbox outbox, DataSource dataSource, NotifySettings settings, InstantSource clock) {
    this.outbox = outbox;
  }

  /** Sends what waits and what will come on a virtual thread until closed. */
  public void start() {}

  /** Sends what is due until nothing is left or {@code limit} has passed; returns what waits. */
  public int drain(Duration limit) {
    return outbox.status().pending();
  }

  @Override
  public void close() {}
}
