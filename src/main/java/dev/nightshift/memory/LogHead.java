package dev.nightshift.memory;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Where the shared log stands.
 *
 * @param logId the log's name of its own; empty until a node has joined
 * @param last number of its newest frame; 0 when there was none
 * @param dropped number of the last frame that it holds no more; 0 when it has all
 * @param rewritten through which erasure its frames hold nothing of what was erased
 * @param now the database's clock, milliseconds since 1970
 */
record LogHead(String logId, long last, long dropped, long rewritten, long now) {
  /** The database's clock in SQL, milliseconds since 1970. */
  static final String NOW = "cast(extract(epoch from current_timestamp) * 1000 as bigint)";

  private static final String READ =
      "select log_id, last_frame, dropped_through, rewritten_through, "
          + NOW
          + " from memory_log_head where name = 'memory'";

  /** As it is now. */
  static LogHead read(Connection connection) throws SQLException {
    return read(connection, READ);
  }

  /** As it is, and stays until the transaction's end: others that append wait. */
  static LogHead lock(Connection connection) throws SQLException {
    return read(connection, READ + " for update");
  }

  private static LogHead read(Connection connection, String sql) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql);
        ResultSet found = select.executeQuery()) {
      if (!found.next()) {
        throw new SQLException("table memory_log_head has lost its row");
      }
      return new LogHead(
          found.getString(1),
          found.getLong(2),
          found.getLong(3),
          found.getLong(4),
          found.getLong(5));
    }
  }

  /** Writes what it is from now on, but the clock. */
  void write(Connection connection) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "update memory_log_head set log_id = ?, last_frame = ?, dropped_through = ?,"
                + " rewritten_through = ? where name = 'memory'")) {
      update.setString(1, logId);
      update.setLong(2, last);
      update.setLong(3, dropped);
      update.setLong(4, rewritten);
      update.executeUpdate();
    }
  }

  LogHead named(String id) {
    return new LogHead(id, last, dropped, rewritten, now);
  }

  LogHead at(long newest) {
    return new LogHead(logId, newest, dropped, rewritten, now);
  }

  LogHead droppedThrough(long number) {
    return new LogHead(logId, last, Math.max(dropped, number), rewritten, now);
  }

  LogHead rewrittenThrough(long number) {
    return new LogHead(logId, last, dropped, Math.max(rewritten, number), now);
  }
}
