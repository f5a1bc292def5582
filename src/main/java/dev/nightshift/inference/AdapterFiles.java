package dev.nightshift.inference;

import dev.nightshift.inference.EngineException.Code;
import dev.nightshift.model.ModelSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.Map;

/** The adapter files read last, read again when a file changes. Thread-safe. */
final class AdapterFiles {
  private record Version(Path file, long bytes, FileTime modified) {}

  private final ModelSpec spec;
  private final int most;
  private final Map<Version, AdapterWeights> read = new LinkedHashMap<>(16, 0.75f, true);

  AdapterFiles(ModelSpec spec, int most) {
    this.spec = spec;
    this.most = most;
  }

  synchronized AdapterWeights get(Path gguf) {
    Version version = version(gguf);
    AdapterWeights found = read.get(version);
    if (found == null) {
      found = AdapterWeights.load(version.file(), spec);
      read.put(version, found);
      if (read.size() > most) {
        read.remove(read.keySet().iterator().next());
      }
    }
    return found;
  }

  private static Version version(Path gguf) {
    try {
      Path real = gguf.toRealPath();
      BasicFileAttributes attributes = Files.readAttributes(real, BasicFileAttributes.class);
      return new Version(real, attributes.size(), attributes.lastModifiedTime());
    } catch (IOException e) {
      throw new EngineException(
          Code.ADAPTER_UNREADABLE, "the adapter " + gguf + " cannot be read: " + e.getMessage(), e);
    }
  }
}
