package dev.nightshift.serving;

import java.nio.file.Path;

/**
 * An adapter as a backend needs it.
 *
 * @param version its name in the store
 * @param directory its real (symlink-free) directory, holding {@code adapter.gguf} and, when it was
 *     trained with one, {@code scope.json}
 */
public record ServableAdapter(String version, Path directory) {
  /** The GGUF LoRA file. */
  public Path gguf() {
    return directory.resolve("adapter.gguf");
  }

  /** The scope file; may be absent, then the adapter answers everything. */
  public Path scope() {
    return directory.resolve("scope.json");
  }
}
