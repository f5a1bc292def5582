package dev.nightshift.memory;

import dev.nightshift.exchange.Exchange;
import dev.nightshift.exchange.Feedback;
import dev.nightshift.home.AtomicFiles;
import dev.nightshift.home.ProcessLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.DoubleConsumer;
import java.util.stream.Collectors;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FilterLeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.Bits;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a memory that nobody has open share a log with others, or have one of its own again. What is
 * cut off is gone on with by doing it again; what comes into the log twice thereby counts once.
 */
public final class MemorySharing {
  private static final Logger log = LoggerFactory.getLogger(MemorySharing.class);
  private static final int TOGETHER = 200;

  private final IndexFiles files;
  private final SharedDatabase database;
  private final SecureRandom random = new SecureRandom();

  /**
   * Of one memory and one log.
   *
   * @param directory the memory's
   */
  public MemorySharing(Path directory, SharedDatabase database) {
    this.files = new IndexFiles(directory.toAbsolutePath().normalize());
    this.database = database;
  }

  /**
   * What sharing came to.
   *
   * @param exchanges that were brought into the log; 0 when the memory was part of it before
   * @param frames that the memory has to take over at its next start, its own among them
   * @param restore whether it cannot, because the log has dropped some of them, and a backup of
   *     another node has to be restored here
   */
  public record Shared(long exchanges, long frames, boolean restore) {}

  /**
   * Brings all that the memory holds into the log, and has it follow that from its beginning.
   *
   * @param share hears how much is done, 0 to 1
   * @throws MemoryException LOCKED when a process has the memory open; DETACHED when it follows
   *     another log; IO, CORRUPT
   */
  public Shared share(DoubleConsumer share) {
    try (ProcessLock _ = files.lockForWriting();
        MemoryIndex index = MemoryIndex.open(files, "vector", true)) {
      LogHead head = named();
      if (!index.notes().found(SharedLog.LOG).isEmpty()) {
        database.reading(
            connection -> {
              LogFit.require(connection, head, index);
              return true;
            });
        return new Shared(0, head.last() - index.logged(), false);
      }
      try (AheadLog own = LogOpening.own(files, index)) {
        own.release(index.logged());
      }
      long exchanges = bring(index, head.logId(), share);
      index.notes().noting(_ -> Map.of(SharedLog.LOG, head.logId(), SharedLog.MARK, "0"));
      index.commit(List.of(), 0);
      Files.deleteIfExists(progress());
      LogHead now = database.reading(LogHead::read);
      return new Shared(exchanges, now.last(), now.dropped() > 0);
    } catch (IOException e) {
      throw files.failure("brought into the shared log", e);
    }
  }

  /**
   * Throws the log away and begins a new, empty one: for a database that was restored from an older
   * backup, of which the nodes have more than it has. All of them follow another log then, and have
   * to leave it and share again.
   *
   * @throws MemoryException LOCKED when a node follows the log now; IO
   */
  public void beginAnew() {
    database.transaction(
        connection -> {
          LogHead head = LogHead.lock(connection);
          LogMember.requireNoneRunning(connection, head.now());
          try (Statement delete = connection.createStatement()) {
            delete.executeUpdate("delete from memory_log");
            delete.executeUpdate("delete from memory_log_node");
          }
          new LogHead(UUID.randomUUID().toString(), 0, 0, 0, head.now()).write(connection);
          return true;
        });
  }

  /** The log's head, with a name from now on. */
  private LogHead named() {
    return database.transaction(
        connection -> {
          LogHead found = LogHead.lock(connection);
          LogHead named =
              found.logId().isEmpty() ? found.named(UUID.randomUUID().toString()) : found;
          named.write(connection);
          return named;
        });
  }

  /** How far an attempt came that was cut off: which commit of the index, and documents of it. */
  private Path progress() {
    return files.root().resolve("sharing");
  }

  private long bring(MemoryIndex index, String logId, DoubleConsumer share) throws IOException {
    index.commit(List.of()); // So that what is read here has all that came from a log of its own.
    try (DirectoryReader reader = files.openCommitted(false)) {
      String attempt = logId + " " + segments(reader) + " ";
      int done = done(attempt);
      IndexSearcher searcher = new IndexSearcher(reader);
      List<Exchange> part = new ArrayList<>();
      long exchanges = 0;
      for (LeafReaderContext leaf : reader.leaves()) {
        StoredFields stored = leaf.reader().storedFields();
        Bits live = leaf.reader().getLiveDocs();
        int first = Math.max(0, done - leaf.docBase);
        for (int i = first; i < leaf.reader().maxDoc(); i++) {
          if (live == null || live.get(i)) {
            Document document = stored.document(i);
            if (document.get(Documents.EXCHANGE_ID) != null) {
              part.add(Documents.exchange(document));
            }
          }
          if (part.size() == TOGETHER) {
            exchanges += append(searcher, part);
            int at = leaf.docBase + i + 1;
            AtomicFiles.writeString(progress(), attempt + at + "\n");
            share.accept((double) at / reader.maxDoc());
          }
        }
      }
      return exchanges + append(searcher, part);
    }
  }

  /** Which documents are where: after a merge the numbers of an earlier attempt mean others. */
  private static String segments(DirectoryReader reader) {
    return reader.leaves().stream()
        .map(LeafReaderContext::reader)
        .map(leaf -> FilterLeafReader.unwrap(leaf) + ":" + leaf.numDocs())
        .collect(Collectors.joining(","))
        .replaceAll("\\s", "");
  }

  private int done(String attempt) throws IOException {
    if (!Files.exists(progress())) {
      return 0;
    }
    String kept = Files.readString(progress()).strip();
    return kept.startsWith(attempt) ? Integer.parseInt(kept.substring(attempt.length())) : 0;
  }

  private int append(IndexSearcher searcher, List<Exchange> part) throws IOException {
    int size = part.size();
    if (size > 0) {
      List<Remembered> all = new Recall(searcher).withFeedback(part);
      List<Feedback> said = all.stream().flatMap(one -> one.feedback().stream()).toList();
      News news = new News(part, said);
      database.transaction(
          connection -> {
            LogHead head = LogHead.lock(connection);
            long number = head.last() + 1;
            LogRow.written(number, random.nextLong(), news)
                .insert(connection, database.node().value());
            head.at(number).write(connection);
            return number;
          });
      part.clear();
    }
    return size;
  }

  /**
   * Gives the memory a log of its own again, with all that it has got so far. Later it may come
   * back by sharing.
   *
   * @return whether it was part of a log
   * @throws MemoryException LOCKED when a process has the memory open; IO, CORRUPT
   */
  public boolean leave() {
    try (ProcessLock _ = files.lockForWriting();
        MemoryIndex index = MemoryIndex.open(files, "vector", true)) {
      if (index.notes().found(SharedLog.LOG).isEmpty()) {
        return false;
      }
      index.commit(List.of());
    }
    try {
      forget(database.node().value());
    } catch (MemoryException e) {
      log.warn("the memory has left, and the others could not be told: {}", e.getMessage());
    }
    return true;
  }

  /**
   * Takes a node off the list of those for which the log keeps its frames.
   *
   * @return whether it was on it
   * @throws MemoryException IO
   */
  public boolean forget(String node) {
    return database.transaction(connection -> LogMember.leave(connection, node));
  }

  /**
   * A node that follows the log.
   *
   * @param node its name
   * @param behind frames that are not on its disk yet, as far as it has told
   * @param erasuresOpen whether something erased elsewhere may still be in its files
   * @param heard when it last told
   */
  public record Node(String node, long behind, boolean erasuresOpen, Instant heard) {}

  /**
   * The shared log, and who follows it.
   *
   * @param id of the log; empty when no node has joined yet
   * @param last number of its newest frame
   * @param dropped number of the last frame that it holds no more; 0 when it has all
   * @param bytes of its frames' text
   * @param nodes by name
   */
  public record Overview(String id, long last, long dropped, long bytes, List<Node> nodes) {}

  /**
   * Who follows the log of a database.
   *
   * @throws MemoryException IO
   */
  public static Overview overview(SharedDatabase database) {
    return database.reading(
        connection -> {
          LogHead head = LogHead.read(connection);
          long erased = LogRow.lastErasure(connection);
          List<Node> nodes =
              LogMember.all(connection).stream()
                  .map(
                      member ->
                          new Node(
                              member.node(),
                              Math.max(0, head.last() - member.applied()),
                              member.expunged() < erased,
                              Instant.ofEpochMilli(member.seenAt())))
                  .toList();
          return new Overview(
              head.logId(), head.last(), head.dropped(), LogRow.bytes(connection), nodes);
        });
  }
}
