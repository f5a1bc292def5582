package dev.nightshift.memory;

import dev.nightshift.home.ProcessLock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.Version;

/**
 * What can be said of a memory from outside, whether or not a process has it open.
 *
 * @param health whether it can be used
 * @param reason why not, and what to do; empty when it can
 * @param counts of all that was acknowledged; zeros unless {@code health} is HEALTHY
 * @param holder the process that has it open for writing
 */
public record MemoryStatus(
    Health health,
    String reason,
    ExchangeMemory.Counts counts,
    Optional<ProcessLock.Holder> holder) {
  private static final int ATTEMPTS = 3;
  private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(50);
  private static final ExchangeMemory.Counts NOTHING = new ExchangeMemory.Counts(0, 0, 0);

  /** Whether a memory can be used. */
  public enum Health {
    /** There is none yet; the first exchange makes it. */
    ABSENT,
    HEALTHY,
    /** Its files are damaged, lost, or cannot be read. */
    CORRUPT
  }

  /** Whether there is a memory in a directory, sound or not. */
  public static boolean exists(Path directory) {
    return new IndexFiles(directory.toAbsolutePath().normalize()).wasCreated();
  }

  /**
   * How many bytes of a write that was cut off, and so never acknowledged, the log ends with; to be
   * asked while nobody writes.
   *
   * @throws MemoryException IO or CORRUPT
   */
  public static long cutOff(Path directory) {
    return WriteLog.cutOff(new IndexFiles(directory.toAbsolutePath().normalize()).log());
  }

  /** What writes the index's files, and its version. */
  public static String fileFormat() {
    return "Lucene " + Version.LATEST;
  }

  /**
   * Looks at the memory in a directory without opening it for writing; reads every file once to
   * compare checksums. Never throws for a damaged memory: that is what it reports.
   */
  public static MemoryStatus of(Path directory) {
    IndexFiles files = new IndexFiles(directory.toAbsolutePath().normalize());
    Optional<ProcessLock.Holder> holder = ProcessLock.holder(files.lock());
    if (!files.wasCreated()) {
      return new MemoryStatus(Health.ABSENT, "", NOTHING, holder);
    }
    try {
      // In this order: what comes into the index meanwhile is in both, and counts once.
      List<Frame> logged = logged(files);
      try (DirectoryReader reader = files.openCommitted(true)) {
        ExchangeMemory.Counts counts =
            LoggedCounts.of(
                new Recall(new IndexSearcher(reader)),
                logged,
                CommitNotes.of(reader.getIndexCommit().getUserData().entrySet()).logged());
        return new MemoryStatus(Health.HEALTHY, "", counts, holder);
      }
    } catch (MemoryException e) {
      return corrupt(e, holder);
    } catch (IOException e) {
      return corrupt(files.failure("read", e), holder);
    }
  }

  /** A log that is written to meanwhile can look damaged, but not again and again. */
  private static List<Frame> logged(IndexFiles files) {
    for (int attempt = 1; ; attempt++) {
      try {
        return WriteLog.after(0, files.log());
      } catch (MemoryException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
        LockSupport.parkNanos(BETWEEN_ATTEMPTS.toNanos());
      }
    }
  }

  private static MemoryStatus corrupt(MemoryException e, Optional<ProcessLock.Holder> holder) {
    return new MemoryStatus(Health.CORRUPT, String.valueOf(e.getMessage()), NOTHING, holder);
  }
}
