package dev.nightshift.memory;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * One frame as the shared log holds it.
 *
 * @param number of the frame
 * @param mark random
 * @param kind of what it holds
 * @param at when it was appended, milliseconds since 1970 by the database's clock
 * @param checksum of {@code body}
 * @param body JSON
 */
record LogRow(long number, long mark, Kind kind, long at, long checksum, String body) {
  /** What a frame holds. */
  enum Kind {
    WRITTEN,
    ERASED
  }

  static LogRow written(long number, long mark, News news) {
    return of(number, mark, Kind.WRITTEN, FrameText.bytes(news.exchanges(), news.feedback()));
  }

  static LogRow erased(long number, long mark, Write.Erasure erasure) {
    return of(number, mark, Kind.ERASED, FrameText.bytes(erasure));
  }

  private static LogRow of(long number, long mark, Kind kind, byte[] text) {
    return new LogRow(
        number, mark, kind, 0, FrameText.checksum(text), new String(text, StandardCharsets.UTF_8));
  }

  /** The next frames after a number, oldest first. */
  static List<LogRow> after(Connection connection, long number, int most) throws SQLException {
    List<LogRow> rows = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "select frame, mark, kind, appended_at, checksum, body from memory_log"
                + " where frame > ? order by frame limit ?")) {
      select.setLong(1, number);
      select.setInt(2, most);
      try (ResultSet found = select.executeQuery()) {
        while (found.next()) {
          rows.add(
              new LogRow(
                  found.getLong(1),
                  found.getLong(2),
                  Kind.valueOf(found.getString(3)),
                  found.getLong(4),
                  found.getLong(5),
                  found.getString(6)));
        }
      }
    }
    return rows;
  }

  /** The mark of a frame; empty when the log has no such frame. */
  static OptionalLong mark(Connection connection, long number) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("select mark from memory_log where frame = ?")) {
      select.setLong(1, number);
      try (ResultSet found = select.executeQuery()) {
        return found.next() ? OptionalLong.of(found.getLong(1)) : OptionalLong.empty();
      }
    }
  }

  /** Number of the last erasure that the log still has; 0 when there is none. */
  static long lastErasure(Connection connection) throws SQLException {
    return number(
        connection, "select coalesce(max(frame), 0) from memory_log where kind = 'ERASED'");
  }

  /** Bytes of all texts, before the database compresses them. */
  static long bytes(Connection connection) throws SQLException {
    return number(connection, "select coalesce(sum(octet_length(body)), 0) from memory_log");
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql);
        ResultSet found = select.executeQuery()) {
      return found.next() ? found.getLong(1) : 0;
    }
  }

  /** Adds it to the log. */
  void insert(Connection connection, String node) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into memory_log (frame, mark, kind, node, appended_at, checksum, body)"
                + " values (?, ?, ?, ?, "
                + LogHead.NOW
                + ", ?, ?)")) {
      insert.setLong(1, number);
      insert.setLong(2, mark);
      insert.setString(3, kind.name());
      insert.setString(4, node);
      insert.setLong(5, checksum);
      insert.setString(6, body);
      insert.executeUpdate();
    }
  }

  /** The same without some exchanges and what was said of them, and without some feedback. */
  LogRow without(Set<String> exchanges, Set<String> feedback) {
    News news = news();
    News rest =
        new News(
            news.exchanges().stream().filter(one -> !exchanges.contains(one.id())).toList(),
            news.feedback().stream()
                .filter(one -> !exchanges.contains(one.exchangeId()))
                .filter(one -> !feedback.contains(one.id()))
                .toList());
    return rest.equals(news) ? this : written(number, mark, rest);
  }

  /** Takes the place of what the log has under its number. */
  void replace(Connection connection) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "update memory_log set checksum = ?, body = ? where frame = ?")) {
      update.setLong(1, checksum);
      update.setString(2, body);
      update.setLong(3, number);
      update.executeUpdate();
    }
  }

  /** What it holds, when it is of the kind WRITTEN. */
  News news() {
    return parsed(FrameText::read);
  }

  /** What it holds, when it is of the kind ERASED. */
  Write.Erasure erasure() {
    return parsed(FrameText::readErasure);
  }

  /** Reads text. */
  @FunctionalInterface
  private interface Parsing<T> {
    T parse(byte[] text);
  }

  private <T> T parsed(Parsing<T> parsing) {
    byte[] text = body.getBytes(StandardCharsets.UTF_8);
    if (FrameText.checksum(text) != checksum) {
      throw damaged("is damaged: its checksum is not that of its text", null);
    }
    try {
      return parsing.parse(text);
    } catch (JacksonException e) {
      throw damaged("is of another version of this program: " + e.getMessage(), e);
    }
  }

  private MemoryException damaged(String what, @Nullable Exception e) {
    String message =
        "frame "
            + number
            + " of the memory's log in the state database "
            + what
            + "; restore the database, or see docs/nodes.md on going on without it";
    return e == null
        ? new MemoryException(MemoryException.Code.CORRUPT, message)
        : new MemoryException(MemoryException.Code.CORRUPT, message, e);
  }
}
