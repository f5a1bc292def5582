package dev.nightshift.model;

import dev.nightshift.gguf.GgufParts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A base model that is ready to be used.
 *
 * @param name what to call it, without folder and {@code .gguf}
 * @param file the GGUF file, or the first of several
 * @param sha256 the digest of the file, or of all parts one after the other, 64 lower-case
 *     hexadecimal digits
 */
public record BaseModel(String name, Path file, String sha256) {
  public BaseModel {
    if (!sha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("not a SHA-256 digest: " + sha256);
    }
  }

  /** The file's size, with all parts of a split model. */
  public long bytes() {
    try {
      long bytes = 0;
      for (Path part : GgufParts.of(file)) {
        bytes += Files.size(part);
      }
      return bytes;
    } catch (IOException e) {
      throw new ModelException(ModelException.Code.NOT_FOUND, file + ": cannot be read: " + e, e);
    }
  }
}
