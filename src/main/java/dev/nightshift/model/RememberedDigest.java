package dev.nightshift.model;

import dev.nightshift.gguf.GgufParts;
import dev.nightshift.home.AtomicFiles;
import dev.nightshift.home.FileDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The SHA-256 of a large file (of all parts of a split model), computed once: {@code NAME.sha256}
 * holds it with the size and modification time that the file had, and is believed for as long as
 * the file has both.
 */
record RememberedDigest(Path file, Path note) {
  private static final Logger LOG = LoggerFactory.getLogger(RememberedDigest.class);

  /** Beside the file. */
  static RememberedDigest beside(Path file) {
    return new RememberedDigest(file, file.resolveSibling(file.getFileName() + ".sha256"));
  }

  /** The digest, computed now if it is not remembered. */
  String get() throws IOException {
    Optional<String> known = remembered();
    if (known.isPresent()) {
      return known.get();
    }
    String sha256 = FileDigest.sha256(GgufParts.of(file));
    remember(sha256);
    return sha256;
  }

  /**
   * Notes a digest that was computed while the file was written. Failing to is no harm: it is
   * computed again.
   */
  void remember(String sha256) {
    try {
      AtomicFiles.writeString(note, sha256 + "  " + file.getFileName() + "\n# " + state() + "\n");
    } catch (IOException e) {
      LOG.warn("The digest of {} cannot be remembered in {}: {}", file, note, e.toString());
    }
  }

  private Optional<String> remembered() throws IOException {
    if (!Files.exists(note)) {
      return Optional.empty();
    }
    String[] lines = Files.readString(note).split("\n", -1);
    boolean believed =
        lines.length >= 2
            && lines[0].matches("[0-9a-f]{64}  .*")
            && lines[1].equals("# " + state());
    return believed ? Optional.of(lines[0].substring(0, 64)) : Optional.empty();
  }

  private String state() throws IOException {
    StringBuilder state = new StringBuilder();
    for (Path part : GgufParts.of(file)) {
      state
          .append(state.isEmpty() ? "" : ", ")
          .append(Files.size(part))
          .append(" bytes, modified ");
      state.append(Files.getLastModifiedTime(part).toMillis());
    }
    return state.toString();
  }
}
