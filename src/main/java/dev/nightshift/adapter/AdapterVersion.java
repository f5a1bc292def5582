package dev.nightshift.adapter;

import java.nio.file.Path;

/**
 * One version in the store: a trained adapter, or the base (no adapter, an empty directory).
 *
 * @param name {@code adapter_<UTC time>_<digest8>}, or {@link #BASE}
 * @param directory its real, symlink-free directory; it never changes once published
 */
public record AdapterVersion(String name, Path directory) {
  /** The name of "no adapter". */
  public static final String BASE = "base";

  public AdapterVersion {
    if (name.isBlank()) {
      throw new IllegalArgumentException("an adapter version needs a name");
    }
  }

  /** Whether this is the base model without an adapter. */
  public boolean isBase() {
    return name.equals(BASE);
  }

  /** The GGUF LoRA file that is served. */
  public Path gguf() {
    return directory.resolve("adapter.gguf");
  }

  /** Where it came from, see {@link AdapterCheck}. */
  public Path provenance() {
    return directory.resolve("provenance.json");
  }
}
