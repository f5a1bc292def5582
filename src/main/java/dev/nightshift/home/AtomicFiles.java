package dev.nightshift.home;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Files that are there whole or not at all, also after a power cut: temporary name in the same
 * directory, write, fsync, atomic rename, fsync of the directory.
 *
 * <p>Missing parent directories are made. When a method returns, its effect is on disk; when it
 * throws, what was there before still is. A process killed in between leaves a temporary file,
 * which {@link TemporaryNames#sweep} takes away. Two writers of one file do not mix: the last
 * rename wins.
 */
public final class AtomicFiles {
  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private AtomicFiles() {}

  /** Writes the content of a file, which may fail. */
  @FunctionalInterface
  public interface Body {
    /** Writes everything to {@code out}, which is buffered and must not be closed. */
    void writeTo(OutputStream out) throws IOException;
  }

  /** Writes or replaces a file. */
  public static void write(Path file, byte[] bytes) throws IOException {
    write(file, out -> out.write(bytes));
  }

  /** Writes or replaces a file with text in UTF-8. */
  public static void writeString(Path file, CharSequence text) throws IOException {
    write(file, text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Writes or replaces a file piece by piece; when {@code body} throws, nothing has changed. */
  public static void write(Path file, Body body) throws IOException {
    replace(file, body);
  }

  /** Writes or replaces a file that only its owner may read, such as one with a token. */
  public static void writePrivate(Path file, byte[] bytes) throws IOException {
    replace(file, out -> out.write(bytes), OWNER_ONLY);
  }

  /**
   * Writes a file that does not exist yet; of several writers at once the first one wins.
   *
   * @return whether this call wrote it; otherwise it was there, whole, and is left as it is
   */
  public static boolean writeOnce(Path file, byte[] bytes) throws IOException {
    Path directory = parentOf(file);
    createDirectories(directory);
    Path temporary = TemporaryNames.claim(file);
    try {
      writeAndSync(temporary, out -> out.write(bytes));
      Files.createLink(file, temporary);
    } catch (FileAlreadyExistsException e) {
      return false;
    } finally {
      TemporaryNames.release(temporary);
    }
    fsyncDirectory(directory);
    return true;
  }

  /** As {@link #write(Path, Body)}, a file that only its owner may read. */
  public static void writePrivate(Path file, Body body) throws IOException {
    replace(file, body, OWNER_ONLY);
  }

  private static void replace(Path file, Body body, FileAttribute<?>... attributes)
      throws IOException {
    Path directory = parentOf(file);
    createDirectories(directory);
    Path temporary = TemporaryNames.claim(file);
    try {
      writeAndSync(temporary, body, attributes);
      rename(temporary, file);
    } finally {
      TemporaryNames.release(temporary);
    }
    fsyncDirectory(directory);
  }

  private static void writeAndSync(Path temporary, Body body, FileAttribute<?>... attributes)
      throws IOException {
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(temporary, options, attributes)) {
      BufferedOutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel));
      body.writeTo(out);
      out.flush();
      channel.force(true);
    }
  }

  /**
   * Makes {@code link} a symbolic link to {@code target}, or lets it point there from now on: a
   * fresh link is renamed over the old one, so that readers see the old or the new target and never
   * none.
   *
   * @param target kept as given; a relative one is relative to the link's directory
   * @throws FileAlreadyExistsException when {@code link} is a file or directory, not a link
   */
  public static void symlink(Path link, Path target) throws IOException {
    if (Files.exists(link, LinkOption.NOFOLLOW_LINKS) && !Files.isSymbolicLink(link)) {
      throw new FileAlreadyExistsException(
          link.toString(), target.toString(), "is not a symbolic link; move it away first");
    }
    Path directory = parentOf(link);
    createDirectories(directory);
    Path temporary = TemporaryNames.claim(link);
    try {
      Files.createSymbolicLink(temporary, target);
      rename(temporary, link);
    } finally {
      TemporaryNames.release(temporary);
    }
    fsyncDirectory(directory);
  }

  /**
   * Gives a finished directory its final name: syncs every file and directory in it, then renames.
   *
   * @param staged on the same file system as {@code published}
   * @throws FileAlreadyExistsException when {@code published} exists; it is left as it is
   */
  public static void publishDirectory(Path staged, Path published) throws IOException {
    if (Files.exists(published, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(published.toString());
    }
    createDirectories(parentOf(published));
    fsyncTree(staged);
    rename(staged, published);
    fsyncDirectory(parentOf(published));
    fsyncDirectory(parentOf(staged));
  }

  /** Creates a directory and its missing parents so that they survive a power cut. */
  public static void createDirectories(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Path parent = parentOf(directory);
    createDirectories(parent);
    try {
      Files.createDirectory(directory);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(directory)) {
        throw e;
      }
    }
    fsyncDirectory(parent);
  }

  /** Brings a directory's entries (names made, renamed or deleted in it) to disk. */
  public static void fsyncDirectory(Path directory) throws IOException {
    fsync(directory);
  }

  private static void fsync(Path fileOrDirectory) throws IOException {
    try (FileChannel channel = FileChannel.open(fileOrDirectory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static void fsyncTree(Path root) throws IOException {
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(root)) {
      paths = walk.filter(path -> !Files.isSymbolicLink(path)).toList();
    }
    for (Path path : paths) {
      fsync(path);
    }
  }

  private static void rename(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw new FileSystemException(
          from.toString(), to.toString(), "must be on one file system to be renamed atomically");
    }
  }

  private static Path parentOf(Path path) {
    Path parent = path.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IllegalArgumentException("the root directory cannot be written as a file: " + path);
    }
    return parent;
  }
}
