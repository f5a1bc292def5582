package dev.nightshift.backup;

import dev.nightshift.backup.BackupManifest.Entry;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes what was captured into a ZIP file, piece by piece, and takes digests on the way. */
final class ArchiveWriter {
  private static final int PIECE = 1 << 16;

  private final ZipOutputStream zip;
  private final byte[] piece = new byte[PIECE];

  /**
   * A writer.
   *
   * @param out closed by the caller
   */
  ArchiveWriter(OutputStream out) {
    zip = new ZipOutputStream(out);
    zip.setLevel(Deflater.BEST_SPEED);
  }

  /** Writes one thing and says what the manifest has to say of it. */
  Entry write(Captured one) throws IOException {
    String sha256 = "";
    if (one.kind() == BackupManifest.Kind.FILE) {
      ZipEntry entry = new ZipEntry(one.path());
      entry.setLastModifiedTime(Files.getLastModifiedTime(one.source(), LinkOption.NOFOLLOW_LINKS));
      zip.putNextEntry(entry);
      sha256 = copy(one);
      zip.closeEntry();
    }
    return new Entry(one.path(), one.kind(), one.bytes(), sha256, one.target(), one.permissions());
  }

  private String copy(Captured one) throws IOException {
    MessageDigest digest = sha256();
    try (InputStream in = Files.newInputStream(one.source())) {
      for (long left = one.bytes(); left > 0; ) {
        int read = in.read(piece, 0, (int) Math.min(piece.length, left));
        if (read < 0) {
          throw new EOFException(one.path() + " has become shorter while it was read");
        }
        digest.update(piece, 0, read);
        zip.write(piece, 0, read);
        left -= read;
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Ends the archive with its manifest. */
  void finish(BackupManifest manifest) throws IOException {
    zip.putNextEntry(new ZipEntry(ArchiveJson.MANIFEST));
    zip.write(ArchiveJson.bytes(manifest));
    zip.closeEntry();
    zip.finish();
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform must offer SHA-256", e);
    }
  }
}
