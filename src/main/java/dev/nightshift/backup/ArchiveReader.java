package dev.nightshift.backup;

import dev.nightshift.backup.BackupManifest.Entry;
import dev.nightshift.backup.BackupManifest.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.function.DoubleConsumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** An archive that is open for reading. */
final class ArchiveReader implements AutoCloseable {
  private static final int PIECE = 1 << 16;

  private final Path file;
  private final ZipFile zip;
  private final BackupManifest manifest;
  private final byte[] piece = new byte[PIECE];

  private ArchiveReader(Path file, ZipFile zip, BackupManifest manifest) {
    this.file = file;
    this.zip = zip;
    this.manifest = manifest;
  }

  /**
   * Opens an archive and reads its manifest.
   *
   * @throws BackupException REQUEST when there is no such file, DAMAGED when it is no whole archive
   */
  static ArchiveReader open(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new BackupException(BackupException.Code.REQUEST, "there is no file " + file);
    }
    ZipFile zip;
    try {
      zip = new ZipFile(file.toFile());
    } catch (ZipException e) {
      throw damaged(file, "is no archive, or was cut off", e);
    }
    boolean usable = false;
    try {
      ArchiveReader reader = new ArchiveReader(file, zip, ArchiveJson.read(zip));
      reader.requireNothingElse();
      usable = true;
      return reader;
    } catch (ZipException e) {
      throw damaged(file, "cannot be read", e);
    } finally {
      if (!usable) {
        zip.close();
      }
    }
  }

  BackupManifest manifest() {
    return manifest;
  }

  private void requireNothingElse() {
    long named = manifest.files();
    if (zip.size() != named + 1) {
      throw new BackupException(
          BackupException.Code.DAMAGED,
          "%s holds %d files and its manifest names %d".formatted(file, zip.size() - 1, named));
    }
  }

  /**
   * Unpacks everything, comparing sizes and digests; on disk when it returns.
   *
   * @param folder an empty one
   * @param share hears how much is done, 0 to 1
   * @throws BackupException DAMAGED at the first thing that is not what the manifest says
   */
  void unpack(Path folder, DoubleConsumer share) throws IOException {
    long all = Math.max(1, manifest.bytes());
    long done = 0;
    for (Entry entry : manifest.entries()) {
      Path place = folder.resolve(ArchivedPath.require(entry.path()));
      switch (entry.kind()) {
        case FOLDER -> Files.createDirectories(place);
        case FILE -> {
          Files.createDirectories(place.getParent());
          unpack(entry, place);
        }
        case LINK -> {}
      }
      done += entry.bytes();
      share.accept((double) done / all);
    }
    // Links last: nothing is ever written through one.
    for (Entry entry : manifest.entries()) {
      if (entry.kind() == Kind.LINK) {
        Path link = folder.resolve(ArchivedPath.require(entry.path()));
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(
            link, ArchivedPath.requireTarget(Path.of(entry.path()), entry.target()));
      }
    }
    // Permissions of folders very last: one may be read-only.
    for (Entry entry : manifest.entries().reversed()) {
      if (entry.kind() == Kind.FOLDER) {
        Files.setPosixFilePermissions(
            folder.resolve(entry.path()), PosixFilePermissions.fromString(entry.permissions()));
      }
    }
  }

  private void unpack(Entry entry, Path place) throws IOException {
    ZipEntry packed = zip.getEntry(entry.path());
    if (packed == null) {
      throw damaged(file, "lacks " + entry.path(), null);
    }
    MessageDigest digest = ArchiveWriter.sha256();
    long bytes = 0;
    var permissions = PosixFilePermissions.fromString(entry.permissions());
    try (InputStream in = zip.getInputStream(packed);
        FileChannel out =
            FileChannel.open(place, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      Files.setPosixFilePermissions(place, permissions);
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        bytes += read;
        if (bytes > entry.bytes()) {
          throw damaged(file, "holds more of " + entry.path() + " than its manifest says", null);
        }
        digest.update(piece, 0, read);
        ByteBuffer buffer = ByteBuffer.wrap(piece, 0, read);
        while (buffer.hasRemaining()) {
          out.write(buffer);
        }
      }
      out.force(true);
    } catch (ZipException | EOFException e) {
      throw damaged(file, "is damaged at " + entry.path(), e);
    }
    String sha256 = HexFormat.of().formatHex(digest.digest());
    if (bytes != entry.bytes() || !sha256.equals(entry.sha256())) {
      throw damaged(file, "does not hold " + entry.path() + " as its manifest says", null);
    }
    Files.setLastModifiedTime(place, packed.getLastModifiedTime());
  }

  private static BackupException damaged(Path file, String how, @Nullable Exception cause) {
    String message =
        file
            + " "
            + how
            + (cause == null ? "" : " (" + cause.getMessage() + ")")
            + "; nothing was restored: use another backup";
    return cause == null
        ? new BackupException(BackupException.Code.DAMAGED, message)
        : new BackupException(BackupException.Code.DAMAGED, message, cause);
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
