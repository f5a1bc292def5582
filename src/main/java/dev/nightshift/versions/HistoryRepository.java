package dev.nightshift.versions;

import dev.nightshift.home.AtomicFiles;
import dev.nightshift.home.HomeException;
import dev.nightshift.home.ProcessLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.eclipse.jgit.errors.RepositoryNotFoundException;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/**
 * The bare repository: opened for each piece of work, and by one writer at a time, also of other
 * processes. Made when something is first written. Thread-safe.
 */
final class HistoryRepository {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final long PAUSE_MILLIS = 20;
  private static final Duration ABANDONED = Duration.ofMinutes(1);

  private final Path directory;
  private final ReentrantLock writing = new ReentrantLock();

  /**
   * The repository of a home.
   *
   * @param directory such as {@code history.git}
   */
  HistoryRepository(Path directory) {
    this.directory = directory;
    OwnSystem.install();
  }

  /** Something done with the repository. */
  interface Work<T> {
    T with(GitStore store) throws IOException;
  }

  /** Reads; empty when nothing has been written yet. */
  <T> Optional<T> read(Work<T> work) {
    if (Files.notExists(directory)) {
      return Optional.empty();
    }
    return Optional.of(open(work));
  }

  /** Writes, alone. */
  <T> T write(Work<T> work) {
    writing.lock();
    try (ProcessLock _ = lock()) {
      if (Files.notExists(directory)) {
        create();
      }
      clearAbandonedLocks();
      return open(work);
    } catch (IOException e) {
      throw broken(e);
    } finally {
      writing.unlock();
    }
  }

  private <T> T open(Work<T> work) {
    try (Repository repository =
        new FileRepositoryBuilder()
            .setBare()
            .setGitDir(directory.toFile())
            .setMustExist(true)
            .build()) {
      return work.with(new GitStore(repository));
    } catch (RepositoryNotFoundException e) {
      throw broken(e);
    } catch (IOException | IllegalArgumentException e) {
      throw broken(e);
    }
  }

  private VersionsException broken(Exception e) {
    return new VersionsException(
        VersionsException.Code.STORAGE,
        "the history "
            + directory
            + " cannot be used: "
            + e.getMessage()
            + "; look at it with git fsck, or move it away: a new one is begun then",
        e);
  }

  private ProcessLock lock() {
    Instant end = Instant.now().plus(PATIENCE);
    Path file = directory.resolveSibling("history.lock");
    while (true) {
      try {
        return ProcessLock.acquire(file, "history of programs");
      } catch (HomeException e) {
        if (e.code() == HomeException.Code.IO || Instant.now().isAfter(end)) {
          VersionsException.Code code =
              e.code() == HomeException.Code.IO
                  ? VersionsException.Code.STORAGE
                  : VersionsException.Code.BUSY;
          throw new VersionsException(code, "the history is locked: " + e.getMessage(), e);
        }
      }
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new VersionsException(
            VersionsException.Code.BUSY, "interrupted while another writes the history", e);
      }
    }
  }

  /** Whole or not at all: it is made beside, and renamed. */
  private void create() throws IOException {
    Path beside = directory.resolveSibling(directory.getFileName() + ".new");
    delete(beside);
    try (Repository repository =
        new FileRepositoryBuilder().setBare().setGitDir(beside.toFile()).build()) {
      repository.create(true);
      StoredConfig config = repository.getConfig();
      config.setInt("gc", null, "auto", 0);
      config.save();
    }
    AtomicFiles.publishDirectory(beside, directory);
  }

  /** What a process that died left; nobody else writes here now. */
  private void clearAbandonedLocks() throws IOException {
    Instant before = Instant.now().minus(ABANDONED);
    List<Path> files = new ArrayList<>();
    try (Stream<Path> top = Files.list(directory)) {
      top.forEach(files::add);
    }
    if (Files.isDirectory(directory.resolve("refs"))) {
      try (Stream<Path> refs = Files.walk(directory.resolve("refs"))) {
        refs.forEach(files::add);
      }
    }
    for (Path file : files) {
      if (file.toString().endsWith(".lock") && isBefore(file, before)) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static boolean isBefore(Path file, Instant time) {
    try {
      return Files.getLastModifiedTime(file).compareTo(FileTime.from(time)) < 0;
    } catch (IOException e) {
      return false; // it is gone already
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
