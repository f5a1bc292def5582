package dev.nightshift.state;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;

/** Whether the state database answers, told within a bounded time. */
public final class DatabaseHealth {
  private DatabaseHealth() {}

  /**
   * What is wrong with the database, in words; empty when it answers.
   *
   * @param patience how long to wait for the answer; a pool waits for a connection for longer
   */
  public static Optional<String> trouble(DataSource database, Duration patience) {
    FutureTask<Boolean> asked = new FutureTask<>(() -> answers(database, patience));
    Thread asking = Thread.ofVirtual().name("database-health").start(asked);
    try {
      return asked.get(patience.toMillis(), TimeUnit.MILLISECONDS)
          ? Optional.empty()
          : Optional.of("the state database does not answer");
    } catch (TimeoutException e) {
      asking.interrupt();
      return Optional.of("the state database did not answer within " + patience.toMillis() + " ms");
    } catch (InterruptedException e) {
      asking.interrupt();
      Thread.currentThread().interrupt();
      return Optional.of("interrupted while waiting for the state database");
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      return Optional.of("the state database cannot be used: " + cause.getMessage());
    }
  }

  private static boolean answers(DataSource database, Duration patience) throws SQLException {
    try (Connection connection = database.getConnection()) {
      return connection.isValid((int) Math.max(1, patience.toSeconds()));
    }
  }
}
