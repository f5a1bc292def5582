package dev.nightshift.model;

import dev.nightshift.home.AtomicFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Writes a model file from a stream: checked for being GGUF, for its size and digest while it is
 * written, and there only when all of it was right.
 *
 * @param bytes size that it must have, if known
 * @param sha256 digest that it must have, if known
 */
record VerifiedFile(Optional<Long> bytes, Optional<String> sha256) {
  private static final int PIECE_BYTES = 1 << 18;
  private static final long REPORT_EVERY_BYTES = 4L << 20;

  /** Hears how many bytes were written. */
  interface Written {
    void bytes(long soFar);
  }

  /**
   * Copies {@code in} to {@code file} and gives the digest.
   *
   * @throws ModelException {@code WRONG_DIGEST} or {@code MALFORMED}; the file is then as it was
   * @throws IOException when reading or writing fails; the file is then as it was
   */
  String write(InputStream in, String origin, Path file, Written written) throws IOException {
    MessageDigest digest = sha256Digest();
    String[] result = new String[1];
    AtomicFiles.write(
        file,
        out -> {
          long count = copy(in, new DigestOutputStream(out, digest), origin, written);
          result[0] = HexFormat.of().formatHex(digest.digest());
          check(origin, count, result[0]);
        });
    return result[0];
  }

  private static long copy(InputStream in, OutputStream out, String origin, Written written)
      throws IOException {
    byte[] piece = new byte[PIECE_BYTES];
    long count = in.readNBytes(piece, 0, 4);
    if (count < 4 || piece[0] != 'G' || piece[1] != 'G' || piece[2] != 'U' || piece[3] != 'F') {
      throw new ModelException(
          ModelException.Code.MALFORMED,
          origin + " is not a GGUF file (it does not begin with 'GGUF')");
    }
    out.write(piece, 0, 4);
    long next = 0;
    for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
      out.write(piece, 0, read);
      count += read;
      if (count >= next) {
        written.bytes(count);
        next = count + REPORT_EVERY_BYTES;
      }
    }
    written.bytes(count);
    return count;
  }

  private void check(String origin, long count, String digest) {
    if (bytes.isPresent() && bytes.get() != count) {
      throw new ModelException(
          ModelException.Code.WRONG_DIGEST,
          "%s has %d bytes instead of %d; nothing was kept".formatted(origin, count, bytes.get()));
    }
    if (sha256.isPresent() && !sha256.get().equals(digest)) {
      throw new ModelException(
          ModelException.Code.WRONG_DIGEST,
          "%s has the SHA-256 %s instead of %s; nothing was kept"
              .formatted(origin, digest, sha256.get()));
    }
  }

  private static MessageDigest sha256Digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform must offer SHA-256", e);
    }
  }
}
