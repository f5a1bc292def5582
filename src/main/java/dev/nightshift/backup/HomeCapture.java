package dev.nightshift.backup;

import dev.nightshift.backup.BackupManifest.Kind;
import dev.nightshift.home.DurableLines;
import dev.nightshift.home.TemporaryNames;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Pins files of a home with hard links in a folder of its own, so that they can be read in peace
 * while others replace, append to or delete them. Takes no time to speak of: no byte is copied,
 * except where the file system has no hard links.
 */
final class HomeCapture {
  private static final int ATTEMPTS = 5;

  private final Path home;
  private final Path staging;
  private int pinned;

  /**
   * A capture.
   *
   * @param staging an empty folder on the home's file system
   */
  HomeCapture(Path home, Path staging) {
    this.home = home;
    this.staging = staging;
  }

  /**
   * Pins what is in a folder of the home, or one file; nothing when it is not there. When something
   * is moved meanwhile it is done again.
   *
   * @param wanted which paths below the home; a folder that is not wanted is not entered
   * @throws BackupException BUSY when it never holds still
   */
  List<Captured> tree(String part, Predicate<String> wanted) throws IOException {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      List<Captured> found = new ArrayList<>();
      if (attempt(part, wanted, found)) {
        return found;
      }
    }
    throw new BackupException(
        BackupException.Code.BUSY,
        home.resolve(part) + " changes faster than it can be looked at; try again later");
  }

  /** Pins one file that is known to hold still, under another path of the home. */
  Captured file(Path file, String path) throws IOException {
    Path pin = pin(file);
    return new Captured(path, Kind.FILE, pin, Files.size(pin), "", permissions(pin));
  }

  private boolean attempt(String part, Predicate<String> wanted, List<Captured> found)
      throws IOException {
    Path root = home.resolve(part);
    if (Files.notExists(root)) {
      return true;
    }
    Walk walk = new Walk(wanted, found);
    try {
      Files.walkFileTree(root, walk);
    } catch (NoSuchFileException e) {
      return false;
    }
    return true;
  }

  private final class Walk extends SimpleFileVisitor<Path> {
    private final Predicate<String> wanted;
    private final List<Captured> found;

    Walk(Predicate<String> wanted, List<Captured> found) {
      this.wanted = wanted;
      this.found = found;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
        throws IOException {
      String path = path(folder);
      if (!wanted.test(path)) {
        return FileVisitResult.SKIP_SUBTREE;
      }
      found.add(new Captured(path, Kind.FOLDER, folder, 0, "", permissions(folder)));
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      String path = path(file);
      if (!wanted.test(path) || TemporaryNames.isTemporary(file)) {
        return FileVisitResult.CONTINUE;
      }
      if (attributes.isSymbolicLink()) {
        found.add(
            new Captured(path, Kind.LINK, file, 0, Files.readSymbolicLink(file).toString(), ""));
      } else if (attributes.isRegularFile()) {
        found.add(path.endsWith(".jsonl") ? lines(file, path) : file(file, path));
      }
      return FileVisitResult.CONTINUE;
    }
  }

  /** A file that may be appended to: as far as it is written now. */
  private Captured lines(Path file, String path) throws IOException {
    List<Captured> one = new ArrayList<>(1);
    DurableLines.whileNoneAppends(file, () -> one.add(file(file, path)));
    return one.getFirst();
  }

  private Path pin(Path file) throws IOException {
    Path pin = staging.resolve(Integer.toString(pinned++));
    try {
      Files.createLink(pin, file);
    } catch (NoSuchFileException e) {
      throw e;
    } catch (IOException | UnsupportedOperationException e) {
      Files.copy(file, pin);
    }
    return pin;
  }

  private String path(Path file) {
    return home.relativize(file).toString();
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
