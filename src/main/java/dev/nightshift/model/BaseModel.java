package dev.nightshift.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A base model that is ready to be used.
 *
 * @param name what to call it, without folder and {@code .gguf}
 * @param file the GGUF file
 * @param sha256 the file's digest, 64 lower-case hexadecimal digits
 */
public record BaseModel(String name, Path file, String sha256) {
  public BaseModel {
    if (!sha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("not a SHA-256 digest: " + sha256);
    }
  }

  /** The file's size. */
  public long bytes() {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new ModelException(ModelException.Code.NOT_FOUND, file + ": cannot be read: " + e, e);
    }
  }
}
