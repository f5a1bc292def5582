package dev.nightshift.memory;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Keeps the shared log short, and free of what was erased. Any node may do it, at any time. */
final class LogKeeping {
  private static final int TOGETHER = 50;
  private static final int DELETED_TOGETHER = 1000;

  /** A copy besides the one that might be lost. */
  private static final int COPIES = 2;

  private final SharedDatabase database;

  LogKeeping(SharedDatabase database) {
    this.database = database;
  }

  /**
   * Drops frames that every node has in its index, of which there must be two at least, and that
   * are old enough.
   *
   * @param retention how long frames are kept in any case, for nodes that are restored from backups
   * @return number of the last frame that has been dropped so far
   */
  long drop(Duration retention) {
    long through =
        database.transaction(
            connection -> {
              LogHead head = LogHead.lock(connection);
              List<LogMember> members = LogMember.all(connection);
              if (members.size() < COPIES) {
                return head.dropped();
              }
              long applied = members.stream().mapToLong(LogMember::applied).min().orElse(0);
              long old = lastBefore(connection, applied, head.now() - retention.toMillis());
              LogHead after = head.droppedThrough(old);
              after.write(connection);
              return after.dropped();
            });
    // Only now, and a part at a time: who lacks them is refused already.
    int deleted = DELETED_TOGETHER;
    while (through > 0 && deleted == DELETED_TOGETHER) {
      deleted = database.transaction(connection -> delete(connection, through));
    }
    return through;
  }

  private static long lastBefore(Connection connection, long applied, long cutoff)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select coalesce(min(frame) - 1, ?) from memory_log"
                + " where frame <= ? and appended_at >= ?")) {
      select.setLong(1, applied);
      select.setLong(2, applied);
      select.setLong(3, cutoff);
      try (ResultSet found = select.executeQuery()) {
        return found.next() ? found.getLong(1) : 0;
      }
    }
  }

  private static int delete(Connection connection, long through) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement(
            "delete from memory_log where frame in"
                + " (select frame from memory_log where frame <= ? order by frame limit ?)")) {
      delete.setLong(1, through);
      delete.setInt(2, DELETED_TOGETHER);
      return delete.executeUpdate();
    }
  }

  /**
   * Takes out of the frames what is erased through a number. Freed pages of the database may hold
   * it until they are used again.
   *
   * @param through number of an erasure's frame
   */
  void rewrite(long through) {
    LogHead head = database.reading(LogHead::read);
    if (head.rewritten() >= through) {
      return;
    }
    Map<String, String> said = new HashMap<>();
    Set<String> exchanges = new HashSet<>();
    long at = head.rewritten();
    List<LogRow> rows = next(at);
    while (!rows.isEmpty()) {
      for (LogRow row : rows) {
        at = row.number();
        if (at <= through && row.kind() == LogRow.Kind.ERASED) {
          exchanges.addAll(row.erasure().exchanges());
          said.putAll(row.erasure().feedback());
        }
      }
      rows = at < through ? next(at) : List.of();
    }
    rewrite(through, exchanges, said.keySet());
    database.transaction(
        connection -> {
          LogHead.lock(connection).rewrittenThrough(through).write(connection);
          return true;
        });
  }

  private List<LogRow> next(long after) {
    return database.reading(connection -> LogRow.after(connection, after, TOGETHER));
  }

  private void rewrite(long through, Set<String> exchanges, Set<String> said) {
    List<LogRow> rows = next(0);
    long at = 0;
    while (!rows.isEmpty() && at < through) {
      List<LogRow> changed = new ArrayList<>();
      for (LogRow row : rows) {
        at = row.number();
        if (at < through && row.kind() == LogRow.Kind.WRITTEN) {
          LogRow after = row.without(exchanges, said);
          if (!after.body().equals(row.body())) {
            changed.add(after);
          }
        }
      }
      database.transaction(
          connection -> {
            for (LogRow row : changed) {
              row.replace(connection);
            }
            return changed.size();
          });
      rows = next(at);
    }
  }
}
