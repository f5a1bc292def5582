package dev.nightshift.memory;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.OptionalLong;

/** Whether an index and a log belong together; what does not is refused with what to do. */
final class LogFit {
  private LogFit() {}

  /** Through which frame of a shared log an index has it; 0 for one that has never joined. */
  static long applied(MemoryIndex index) {
    return index.notes().found(SharedLog.LOG).isEmpty() ? 0 : index.logged();
  }

  /**
   * That an index can follow a shared log from where it is.
   *
   * @throws MemoryException DETACHED
   */
  static void require(Connection connection, LogHead head, MemoryIndex index) throws SQLException {
    String joined = index.notes().found(SharedLog.LOG);
    long applied = applied(index);
    if (joined.isEmpty() && !index.isEmpty()) {
      throw notShared();
    }
    if (!joined.isEmpty() && !joined.equals(head.logId())) {
      throw detached(
          "this memory follows another log ("
              + joined
              + ") than that of the state database ("
              + head.logId()
              + "); name its database in nightshift.state.url, or say pipeline memory leave and"
              + " then pipeline memory share to bring what it holds into this one");
    }
    if (applied < head.dropped()) {
      throw dropped(head, applied);
    }
    if (applied > head.last()) {
      throw wentBack(head, applied);
    }
    OptionalLong mark = LogRow.mark(connection, applied);
    if (mark.isPresent()
        && !String.valueOf(mark.getAsLong()).equals(index.notes().found(SharedLog.MARK))) {
      throw wentBack(head, applied);
    }
  }

  /**
   * That an index may have a log of its own.
   *
   * @throws MemoryException DETACHED
   */
  static void requireOwn(MemoryIndex index) {
    if (!index.notes().found(SharedLog.LOG).isEmpty()) {
      throw detached(
          "this memory follows a log that it shares with others; set nightshift.memory.log:"
              + " database, or say pipeline memory leave to make it one of its own");
    }
  }

  /** A memory holds something that the log does not have. */
  static MemoryException notShared() {
    return detached(
        "this memory is not part of the log that nightshift.memory.log: database names; to bring"
            + " what it holds into that log, stop the server and say pipeline memory share");
  }

  static MemoryException dropped(LogHead head, long applied) {
    return detached(
        "the shared log holds its frames after "
            + head.dropped()
            + " only, and this memory has those through "
            + applied
            + ": what is between would be lacking. Make a backup of another node (pipeline backup)"
            + " and restore it here (pipeline restore --replace)");
  }

  static MemoryException wentBack(LogHead head, long applied) {
    return detached(
        "this memory has applied frame "
            + applied
            + " of the shared log, and the state database, whose newest is "
            + head.last()
            + ", does not know that frame: it was restored from a backup, or replaced. Stop all"
            + " nodes; on each say pipeline memory leave, on the first then pipeline memory share"
            + " --anew and on the others pipeline memory share: what any of them has comes into a"
            + " new log");
  }

  private static MemoryException detached(String message) {
    return new MemoryException(MemoryException.Code.DETACHED, message);
  }
}
