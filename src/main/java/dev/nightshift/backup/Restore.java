package dev.nightshift.backup;

import dev.nightshift.backup.BackupManifest.Model;
import dev.nightshift.home.FileDigest;
import dev.nightshift.home.Home;
import dev.nightshift.home.ProcessLock;
import dev.nightshift.memory.MemoryStatus;
import dev.nightshift.state.DatabaseCopy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import java.util.stream.Stream;

/** Puts backups into homes. */
public final class Restore {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final Home home;

  /** Into a home, which need not exist. */
  public Restore(Home home) {
    this.home = home;
  }

  /**
   * Restores an archive: everything in it is unpacked beside the home's own parts and compared with
   * the manifest, then put in their place, all or nothing. No server may run on the home.
   *
   * @param replace whether a home that holds something may be replaced; what it held is kept in
   *     {@code before-restore_<time>}
   * @param share hears how much is done, 0 to 1
   * @throws BackupException when it cannot be; the home is as it was then
   */
  public RestoreReport run(Path archive, boolean replace, Instant now, DoubleConsumer share) {
    try (ProcessLock _ = Backup.lock(home, "restore")) {
      PartSwap swap = new PartSwap(home.root());
      swap.undo();
      requireUnused();
      try (ArchiveReader reader = ArchiveReader.open(archive)) {
        BackupManifest manifest = reader.manifest();
        List<String> parts = parts(manifest);
        if (!replace) {
          requireEmpty(parts);
        }
        requireRoom(manifest);
        swap.begin();
        try {
          reader.unpack(swap.ready(), share);
          requireUsable(swap.ready(), archive);
          Path kept = free(home.root().resolve("before-restore_" + TIME.format(now)));
          swap.run(parts, kept);
          return new RestoreReport(
              home.root(),
              manifest,
              missing(manifest),
              Files.exists(kept) ? Optional.of(kept) : Optional.empty());
        } finally {
          if (!swap.isOpen()) {
            swap.clear();
          }
        }
      }
    } catch (IOException e) {
      throw new BackupException(
          BackupException.Code.IO, "nothing was restored: " + e.getMessage(), e);
    }
  }

  /**
   * Undoes a restore that was cut off, so that a home is never used with parts of two. Costs
   * nothing when there was none.
   *
   * @throws BackupException BUSY while one is under way; IO
   */
  public static void requireWhole(Home home) {
    PartSwap swap = new PartSwap(home.root());
    if (!swap.isOpen()) {
      return;
    }
    try (ProcessLock _ = Backup.lock(home, "undoing a restore that was cut off")) {
      swap.undo();
      swap.clear();
    } catch (IOException e) {
      throw new BackupException(
          BackupException.Code.IO,
          "a restore into "
              + home.root()
              + " was cut off and cannot be undone: "
              + e.getMessage()
              + "; mend that, then run any command again",
          e);
    }
  }

  /** Whether a restore was cut off, or is under way; changes nothing. */
  public static boolean isCutOff(Home home) {
    return new PartSwap(home.root()).isOpen();
  }

  private void requireUnused() {
    ProcessLock.holder(home.memory().resolve("writer.lock"))
        .ifPresent(
            holder -> {
              throw new BackupException(
                  BackupException.Code.BUSY, "the home is in use by " + holder + "; stop it first");
            });
  }

  /** What is replaced: models stay unless the archive has some. */
  private static List<String> parts(BackupManifest manifest) {
    boolean models = manifest.models().stream().anyMatch(Model::included);
    return ArchivedPath.PARTS.stream()
        .filter(part -> models || !part.equals("models"))
        .sorted()
        .toList();
  }

  private void requireEmpty(List<String> parts) throws IOException {
    for (String part : parts) {
      Path own = home.root().resolve(part);
      if (Files.exists(own, LinkOption.NOFOLLOW_LINKS) && holdsSomething(own)) {
        throw new BackupException(
            BackupException.Code.REQUEST,
            home.root()
                + " is not empty, it has "
                + part
                + "; name another --home, or say --replace (what is there is kept beside)");
      }
    }
  }

  /** Locks, other hidden files and empty folders are nothing. */
  private static boolean holdsSomething(Path part) throws IOException {
    try (Stream<Path> files = Files.walk(part)) {
      return files.anyMatch(
          file ->
              !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)
                  && !file.getFileName().toString().startsWith(".")
                  && !file.getFileName().toString().endsWith(".lock"));
    }
  }

  private void requireRoom(BackupManifest manifest) throws IOException {
    long free = Files.getFileStore(home.root()).getUsableSpace();
    if (free < manifest.bytes()) {
      throw new BackupException(
          BackupException.Code.IO,
          "%s has %d MiB free and the backup needs %d MiB; make room first"
              .formatted(home.root(), free >> 20, (manifest.bytes() >> 20) + 1));
    }
  }

  /** That files are what they were says nothing of whether they could be used then. */
  private static void requireUsable(Path ready, Path archive) throws IOException {
    MemoryStatus memory = MemoryStatus.of(ready.resolve("memory"));
    if (memory.health() == MemoryStatus.Health.CORRUPT) {
      throw new BackupException(
          BackupException.Code.DAMAGED,
          "the memory in " + archive + " cannot be used: " + memory.reason());
    }
    Path database = ready.resolve("state").resolve(HomeParts.DATABASE);
    if (Files.exists(database)) {
      try {
        List<String> _ = DatabaseCopy.tables(database);
      } catch (SQLException e) {
        throw new BackupException(
            BackupException.Code.DAMAGED,
            "the state database in " + archive + " cannot be opened: " + e.getMessage(),
            e);
      }
    }
  }

  private List<Model> missing(BackupManifest manifest) throws IOException {
    List<Model> missing = new ArrayList<>();
    for (Model model : manifest.models()) {
      Path file = home.models().resolve(model.name());
      boolean here =
          Files.isRegularFile(file)
              && Files.size(file) == model.bytes()
              && FileDigest.sha256(file).equals(model.sha256());
      if (!here) {
        missing.add(model);
      }
    }
    return missing;
  }

  private static Path free(Path wanted) {
    Path free = wanted;
    for (int n = 2; Files.exists(free, LinkOption.NOFOLLOW_LINKS); n++) {
      free = wanted.resolveSibling(wanted.getFileName() + "_" + n);
    }
    return free;
  }
}
