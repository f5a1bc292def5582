package dev.nightshift.memory;

import dev.nightshift.home.NodeName;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * The database that several memories share.
 *
 * @param source of connections; its tables are of this version of the program
 * @param node which memory this is
 */
public record SharedDatabase(DataSource source, NodeName node) {
  /** A server that does not answer for so long is taken for away. */
  private static final int NETWORK_MILLIS = 15_000;

  /** A node that vanished with a lock in its hands does not hold the others up for longer. */
  private static final String LIMITS =
      "set local lock_timeout = '10s'; set local idle_in_transaction_session_timeout = '30s'";

  /** Something done with a connection. */
  @FunctionalInterface
  interface Work<T> {
    T with(Connection connection) throws SQLException;
  }

  /**
   * Does something in one transaction.
   *
   * @throws MemoryException IO when the database failed; when it did so in the last moment, it may
   *     have been done all the same
   */
  <T> T transaction(Work<T> work) {
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      connection.setNetworkTimeout(Runnable::run, NETWORK_MILLIS);
      boolean done = false;
      try {
        if (connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")) {
          try (Statement limits = connection.createStatement()) {
            limits.execute(LIMITS);
          }
        }
        T result = work.with(connection);
        connection.commit();
        done = true;
        return result;
      } finally {
        if (!done) {
          connection.rollback();
        }
      }
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /**
   * Reads something, each statement from what has been committed when it begins.
   *
   * @throws MemoryException IO
   */
  <T> T reading(Work<T> work) {
    try (Connection connection = source.getConnection()) {
      connection.setNetworkTimeout(Runnable::run, NETWORK_MILLIS);
      return work.with(connection);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private static MemoryException failure(SQLException e) {
    return new MemoryException(
        MemoryException.Code.IO,
        "the memory's log in the state database cannot be used at the moment: " + e.getMessage(),
        e);
  }
}
