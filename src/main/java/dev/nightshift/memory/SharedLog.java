package dev.nightshift.memory;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The log that several memories share in one database. Whoever appends first locks the row that
 * counts the frames, and then takes over what others have appended meanwhile: so every frame is
 * decided upon with all earlier ones known, and numbers become visible in their order, without
 * holes. Each index applies the same frames in the same order. Thread-safe.
 */
final class SharedLog implements AheadLog {
  /** Name in the index's commit of the log that it follows. */
  static final String LOG = "log";

  /** Name in the index's commit of the mark of the last frame that it has. */
  static final String MARK = "mark";

  /** Frames that are read while others wait to append; further ones are read before. */
  private static final int GAP = 20;

  private final SharedDatabase database;
  private final String logId;
  private final SecureRandom random = new SecureRandom();
  private final ReentrantLock turn = new ReentrantLock();
  private final NavigableMap<Long, Long> marks = new ConcurrentSkipListMap<>();
  private final LogSight sight;
  private volatile long seen;

  private SharedLog(SharedDatabase database, LogHead head, long applied, long mark) {
    this.database = database;
    this.logId = head.logId();
    this.seen = applied;
    this.sight = new LogSight(head);
    marks.put(applied, mark);
  }

  /**
   * Joins the log with an index, or goes on with one that has joined.
   *
   * @throws MemoryException DETACHED when the index does not fit the log; LOCKED when another home
   *     follows it under the same name; IO
   */
  static SharedLog open(SharedDatabase database, IndexFiles files, MemoryIndex index) {
    String home = LogMember.homeId(files);
    CommitNotes notes = index.notes();
    LogHead head =
        database.transaction(
            connection -> {
              LogHead found = LogHead.lock(connection);
              LogHead named =
                  found.logId().isEmpty() ? found.named(UUID.randomUUID().toString()) : found;
              LogFit.require(connection, named, index);
              named.write(connection);
              long applied = LogFit.applied(index);
              LogMember.claim(connection, database.node().value(), home, applied, named.now());
              return named;
            });
    notes.goOnFrom(LogFit.applied(index));
    String mark = notes.found(MARK);
    return new SharedLog(database, head, notes.logged(), mark.isEmpty() ? 0 : Long.parseLong(mark));
  }

  @Override
  public void append(Supplier<News> deciding, Handover handover) {
    append(
        handover,
        head -> {
          News news = deciding.get();
          return news.isEmpty()
              ? Optional.empty()
              : Optional.of(LogRow.written(head.last() + 1, random.nextLong(), news));
        });
  }

  /**
   * Logs that something is to be gone, and has it taken out here; others follow.
   *
   * @throws MemoryException IO, then it may have been logged all the same; doing it again is
   *     harmless
   */
  void erase(Write.Erasure erasure, Handover handover) {
    append(
        handover, head -> Optional.of(LogRow.erased(head.last() + 1, random.nextLong(), erasure)));
  }

  /** What is to be appended, decided with the log held still. */
  @FunctionalInterface
  private interface Appending {
    Optional<LogRow> after(LogHead head);
  }

  private void append(Handover handover, Appending appending) {
    sight.requireWithinReach();
    turn.lock();
    try {
      while (!attempt(handover, appending)) {
        catchUp(handover);
      }
    } finally {
      turn.unlock();
    }
  }

  /** One try; false when there is too much to take over first. */
  private boolean attempt(Handover handover, Appending appending) {
    boolean[] near = new boolean[1];
    Optional<LogRow> appended =
        sight.watching(
            () ->
                database.transaction(
                    connection -> {
                      LogHead head = LogHead.lock(connection);
                      look(head);
                      near[0] = head.last() - seen <= GAP;
                      return near[0]
                          ? appended(connection, head, handover, appending)
                          : Optional.empty();
                    }));
    appended.ifPresent(row -> take(List.of(row), handover));
    return near[0];
  }

  private Optional<LogRow> appended(
      Connection connection, LogHead head, Handover handover, Appending appending)
      throws SQLException {
    if (head.last() > seen) {
      take(LogRow.after(connection, seen, GAP), handover);
    }
    Optional<LogRow> row = appending.after(head);
    if (row.isPresent()) {
      row.get().insert(connection, database.node().value());
      head.at(row.get().number()).write(connection);
    }
    return row;
  }

  /**
   * Hands over all that others have appended up to now.
   *
   * @throws MemoryException IO when the database or the index cannot be used; DETACHED when the log
   *     is not the one that it was; CORRUPT
   */
  void catchUp(Handover handover) {
    turn.lock();
    try {
      while (takeSome(handover)) {
        handover.makeRoom();
      }
    } finally {
      turn.unlock();
    }
  }

  private boolean takeSome(Handover handover) {
    List<LogRow> rows =
        sight.watching(
            () ->
                database.reading(
                    connection -> {
                      LogHead head = LogHead.read(connection);
                      look(head);
                      return head.last() > seen
                          ? LogRow.after(connection, seen, GAP)
                          : List.<LogRow>of();
                    }));
    take(rows, handover);
    return !rows.isEmpty();
  }

  private void look(LogHead head) {
    if (!head.logId().equals(logId) || head.last() < seen) {
      throw LogFit.wentBack(head, seen);
    }
    if (head.dropped() > seen) {
      throw LogFit.dropped(head, seen);
    }
    sight.saw(head);
  }

  private void take(List<LogRow> rows, Handover handover) {
    for (LogRow row : rows) {
      if (row.number() != seen + 1) {
        throw new MemoryException(
            MemoryException.Code.CORRUPT,
            "the memory's log in the state database lacks frame " + (seen + 1));
      }
      sight.reached(row);
      marks.put(row.number(), row.mark());
      switch (row.kind()) {
        case WRITTEN -> {
          News news = row.news();
          handover.written(new Frame(row.number(), news.exchanges(), news.feedback()));
        }
        case ERASED -> handover.erased(row.number(), row.erasure());
      }
      seen = row.number();
      sight.took(row);
    }
  }

  @Override
  public void release(long through) {
    marks.headMap(through).clear();
  }

  @Override
  public Map<String, String> notes(long through) {
    Map.@Nullable Entry<Long, Long> mark = marks.floorEntry(through);
    return Map.of(LOG, logId, MARK, String.valueOf(mark == null ? 0 : mark.getValue()));
  }

  /** Where it is. */
  SharedDatabase database() {
    return database;
  }

  /** What has been seen of it so far. */
  LogSight sight() {
    return sight;
  }

  /** Number of the last frame that was handed over. */
  long seen() {
    return seen;
  }

  /** What was appended is in the database: there is nothing to close here. */
  @Override
  public void close() {}
}
