package dev.nightshift.backup;

import dev.nightshift.backup.BackupManifest.Entry;
import dev.nightshift.backup.BackupManifest.Model;
import dev.nightshift.backup.BackupManifest.Version;
import dev.nightshift.backup.BackupOrder.KnownModel;
import dev.nightshift.home.AtomicFiles;
import dev.nightshift.home.FileDigest;
import dev.nightshift.home.Home;
import dev.nightshift.home.HomeException;
import dev.nightshift.home.ProcessLock;
import dev.nightshift.home.WholeFolder;
import dev.nightshift.memory.MemorySnapshot;
import dev.nightshift.memory.MemoryStatus;
import dev.nightshift.state.StateDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.DoubleConsumer;
import java.util.stream.Stream;

/** Makes backups of a home. */
public final class Backup {
  private static final String STAGING = ".backup-";
  private static final int ATTEMPTS = 3;
  private static final long PATIENCE_NANOS = 20_000_000_000L;
  private static final long PAUSE_NANOS = 20_000_000L;

  private final Home home;

  /** Of a home. */
  public Backup(Home home) {
    this.home = home;
  }

  /**
   * Lets one process at a time make a backup of a home, restore it, or take something out of it.
   *
   * @param what for, in a word
   * @throws BackupException BUSY
   */
  public static ProcessLock lock(Home home, String what) {
    try {
      return ProcessLock.acquire(home.root().resolve(".backup.lock"), what);
    } catch (HomeException e) {
      throw new BackupException(
          e.code() == HomeException.Code.LOCKED
              ? BackupException.Code.BUSY
              : BackupException.Code.IO,
          what + " has to wait: " + e.getMessage(),
          e);
    }
  }

  /**
   * Writes an archive, whole or not at all, readable by its owner only. Others may use and write
   * the home meanwhile.
   *
   * @param share hears how much is done, 0 to 1
   * @throws BackupException when it cannot be made; nothing is left then
   */
  public BackupReport write(BackupOrder order, DoubleConsumer share) {
    requireFree(order.archive());
    try (ProcessLock _ = lock(home, "backup")) {
      sweep();
      Path staging = Files.createTempDirectory(home.root(), STAGING);
      try {
        Capture capture = capture(order, staging);
        BackupManifest[] manifest = new BackupManifest[1];
        AtomicFiles.writePrivate(
            order.archive(),
            out -> {
              ArchiveWriter writer = new ArchiveWriter(out);
              manifest[0] = manifest(order, capture, writer, share);
              writer.finish(manifest[0]);
            });
        return new BackupReport(
            order.archive(),
            Files.size(order.archive()),
            FileDigest.sha256(order.archive()),
            manifest[0]);
      } finally {
        WholeFolder.delete(staging);
      }
    } catch (IOException e) {
      throw new BackupException(
          BackupException.Code.IO, "no backup was made: " + e.getMessage(), e);
    }
  }

  private void requireFree(Path archive) {
    if (Files.exists(archive, LinkOption.NOFOLLOW_LINKS)) {
      throw new BackupException(
          BackupException.Code.REQUEST, archive + " exists; name a file that does not");
    }
    for (String part : ArchivedPath.PARTS) {
      if (archive.startsWith(home.root().resolve(part))) {
        throw new BackupException(
            BackupException.Code.REQUEST,
            archive + " lies in a folder that is backed up; name a file elsewhere");
      }
    }
  }

  /** What killed processes left; no other is at work, the lock says so. */
  private void sweep() throws IOException {
    List<Path> left;
    try (Stream<Path> files = Files.list(home.root())) {
      left = files.filter(file -> file.getFileName().toString().startsWith(STAGING)).toList();
    }
    for (Path folder : left) {
      WholeFolder.delete(folder);
    }
  }

  /**
   * All there is to be archived.
   *
   * @param things in the order of the archive
   * @param withoutSettings secrets that were taken out
   */
  private record Capture(List<Captured> things, List<String> withoutSettings) {}

  private Capture capture(BackupOrder order, Path staging) throws IOException {
    HomeCapture capture = new HomeCapture(home.root(), staging);
    List<Captured> things = new ArrayList<>(memory(order, capture));
    things.addAll(bookkeepingAndAdapters(order, capture, staging));
    things.addAll(capture.tree("training_data", HomeParts::ordinary));
    things.addAll(withHistoryStill(() -> capture.tree("code", HomeParts::ordinary)));
    if (order.models()) {
      for (KnownModel model : order.known()) {
        if (inHome(model)) {
          Path real = model.file().toRealPath();
          things.add(capture.file(real, "models/" + model.file().getFileName()));
        }
      }
    }
    return new Capture(things, configuration(order, staging, capture, things));
  }

  private List<Captured> memory(BackupOrder order, HomeCapture capture) throws IOException {
    Optional<MemorySnapshot> taken = order.memory().get();
    if (taken.isEmpty()) {
      return List.of();
    }
    List<Captured> things = new ArrayList<>();
    try (MemorySnapshot snapshot = taken.get()) {
      for (Path file : snapshot.files()) {
        things.add(capture.file(file, "memory/" + snapshot.root().relativize(file)));
      }
    }
    return things;
  }

  /** Until no adapter became active in between: what the database says is what the links say. */
  private List<Captured> bookkeepingAndAdapters(
      BackupOrder order, HomeCapture capture, Path staging) throws IOException {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      String before = active();
      List<Captured> things = new ArrayList<>(capture.tree("state", HomeParts::bookkeeping));
      if (order.database().isPresent()) {
        Path copy = staging.resolve("database-" + attempt);
        order.database().get().to(copy);
        things.add(capture.file(copy, "state/" + HomeParts.DATABASE));
      }
      things.addAll(capture.tree("loras", HomeParts::ordinary));
      if (before.equals(active())) {
        return things;
      }
    }
    throw new BackupException(
        BackupException.Code.BUSY, "adapters are being rolled out; try again in a few minutes");
  }

  private String active() throws IOException {
    try {
      return Files.readSymbolicLink(home.loras().resolve("current")).toString();
    } catch (NotLinkException | NoSuchFileException e) {
      return "";
    }
  }

  /** Something done to files. */
  @FunctionalInterface
  private interface Looking {
    List<Captured> look() throws IOException;
  }

  /** Who writes the history of programs takes this lock, and waits for it long enough. */
  private List<Captured> withHistoryStill(Looking looking) throws IOException {
    if (Files.notExists(home.code().resolve("history.git"))) {
      return looking.look();
    }
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (true) {
      try (ProcessLock _ = ProcessLock.acquire(home.code().resolve("history.lock"), "backup")) {
        return looking.look();
      } catch (HomeException e) {
        if (e.code() != HomeException.Code.LOCKED || System.nanoTime() > end) {
          throw new BackupException(BackupException.Code.BUSY, String.valueOf(e.getMessage()), e);
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private List<String> configuration(
      BackupOrder order, Path staging, HomeCapture capture, List<Captured> things)
      throws IOException {
    Path file = home.root().resolve(HomeParts.CONFIGURATION);
    if (!Files.isRegularFile(file)) {
      return List.of();
    }
    if (order.secrets()) {
      things.add(capture.file(file, HomeParts.CONFIGURATION));
      return List.of();
    }
    ConfigurationWithoutSecrets plain =
        ConfigurationWithoutSecrets.of(Files.readString(file), order.secret());
    Path written = staging.resolve(HomeParts.CONFIGURATION);
    Files.writeString(written, plain.text());
    Files.setPosixFilePermissions(written, Files.getPosixFilePermissions(file));
    things.add(capture.file(written, HomeParts.CONFIGURATION));
    return plain.takenOut();
  }

  private BackupManifest manifest(
      BackupOrder order, Capture capture, ArchiveWriter writer, DoubleConsumer share)
      throws IOException {
    long all = Math.max(1, capture.things().stream().mapToLong(Captured::bytes).sum());
    long done = 0;
    List<Entry> entries = new ArrayList<>();
    for (Captured thing : capture.things()) {
      entries.add(writer.write(thing));
      done += thing.bytes();
      share.accept((double) done / all);
    }
    boolean inside = entries.stream().anyMatch(e -> e.path().equals("state/" + HomeParts.DATABASE));
    return new BackupManifest(
        BackupManifest.FORMAT,
        order.program(),
        order.now(),
        home.root().toString(),
        inside ? "h2" : order.databaseElsewhere(),
        List.of(
            new Version("java", Runtime.version().toString()),
            new Version("memory", MemoryStatus.fileFormat()),
            new Version("state", StateDatabase.fileFormat())),
        entries,
        order.known().stream().map(model -> named(model, order.models())).toList(),
        capture.withoutSettings(),
        HomeParts.leftOut(order.models()));
  }

  private boolean inHome(KnownModel model) {
    return home.models().equals(model.file().getParent());
  }

  private Model named(KnownModel model, boolean included) {
    boolean own = inHome(model);
    Path name = own ? model.file().getFileName() : model.file();
    return new Model(String.valueOf(name), model.bytes(), model.sha256(), included && own);
  }
}
