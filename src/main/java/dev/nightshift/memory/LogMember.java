package dev.nightshift.memory;

import dev.nightshift.home.AtomicFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * One node that follows the shared log.
 *
 * @param node its name
 * @param applied number of the last frame that its index has on disk
 * @param expunged number of the last erasure of which its files hold nothing more
 * @param seenAt when it last said so, milliseconds since 1970 by the database's clock
 */
record LogMember(String node, long applied, long expunged, long seenAt) {
  /** A home that was heard of so lately is taken to be running. */
  private static final long RUNNING_MILLIS = 60_000;

  /** A name of this home's memory that no copy of it has. */
  static String homeId(IndexFiles files) {
    Path file = files.member();
    try {
      if (!Files.exists(file)) {
        AtomicFiles.writeOnce(file, (UUID.randomUUID() + "\n").getBytes(StandardCharsets.UTF_8));
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw files.failure("read or written in " + file, e);
    }
  }

  /**
   * Enters a node, in a transaction that holds the log's head.
   *
   * @throws MemoryException LOCKED when another home that runs has the name
   */
  static void claim(Connection connection, String node, String home, long applied, long now)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select home_id, seen_at from memory_log_node where node = ?")) {
      select.setString(1, node);
      try (ResultSet found = select.executeQuery()) {
        if (found.next()
            && !found.getString(1).equals(home)
            && now - found.getLong(2) < RUNNING_MILLIS) {
          throw new MemoryException(
              MemoryException.Code.LOCKED,
              "another home follows the memory's log under the name "
                  + node
                  + "; give this one another (delete state/node in it, and one is made up), or, if"
                  + " this is that home moved here, try again in a minute");
        }
      }
    }
    leave(connection, node);
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into memory_log_node (node, home_id, applied, expunged, seen_at)"
                + " values (?, ?, ?, 0, ?)")) {
      insert.setString(1, node);
      insert.setString(2, home);
      insert.setLong(3, applied);
      insert.setLong(4, now);
      insert.executeUpdate();
    }
  }

  /**
   * That no node follows the log now.
   *
   * @throws MemoryException LOCKED, naming one that does
   */
  static void requireNoneRunning(Connection connection, long now) throws SQLException {
    for (LogMember member : all(connection)) {
      if (now - member.seenAt() < RUNNING_MILLIS) {
        throw new MemoryException(
            MemoryException.Code.LOCKED,
            "node "
                + member.node()
                + " was heard of within the last minute; stop all nodes, and try again then");
      }
    }
  }

  /** Says how far a node is; false when it is not entered any more. */
  static boolean report(
      Connection connection, String node, String home, long applied, long expunged)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "update memory_log_node set applied = ?, expunged = ?, seen_at = "
                + LogHead.NOW
                + " where node = ? and home_id = ?")) {
      update.setLong(1, applied);
      update.setLong(2, expunged);
      update.setString(3, node);
      update.setString(4, home);
      return update.executeUpdate() == 1;
    }
  }

  /** Takes a node out; whether it was there. */
  static boolean leave(Connection connection, String node) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("delete from memory_log_node where node = ?")) {
      delete.setString(1, node);
      return delete.executeUpdate() == 1;
    }
  }

  /** All of them, by name. */
  static List<LogMember> all(Connection connection) throws SQLException {
    List<LogMember> all = new ArrayList<>();
    try (PreparedStatement select =
            connection.prepareStatement(
                "select node, applied, expunged, seen_at from memory_log_node order by node");
        ResultSet found = select.executeQuery()) {
      while (found.next()) {
        all.add(
            new LogMember(
                found.getString(1), found.getLong(2), found.getLong(3), found.getLong(4)));
      }
    }
    return all;
  }
}
