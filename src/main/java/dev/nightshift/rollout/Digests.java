package dev.nightshift.rollout;

import dev.nightshift.adapter.AdapterVersion;
import dev.nightshift.home.FileDigest;
import java.io.IOException;
import java.nio.file.Files;

/** By what a failed adapter is recognised again. */
final class Digests {
  private Digests() {}

  /** SHA-256 of the file that is served; empty for the base and for an adapter without one. */
  static String of(AdapterVersion version) {
    if (version.isBase() || !Files.isRegularFile(version.gguf())) {
      return "";
    }
    try {
      return FileDigest.sha256(version.gguf());
    } catch (IOException e) {
      throw new RolloutException(RolloutException.Code.STORAGE, "cannot read " + version.gguf(), e);
    }
  }
}
