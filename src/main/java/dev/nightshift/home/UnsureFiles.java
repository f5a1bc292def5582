package dev.nightshift.home;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files of {@link DurableLines} of which nobody knows what is on disk, because a write or a sync
 * failed. The kernel may show what it could not write and call it clean, so only what was synced
 * before counts. Who calls holds the file's lock. A process that ends meanwhile takes its doubts
 * with it.
 */
final class UnsureFiles {
  private static final Logger log = LoggerFactory.getLogger(UnsureFiles.class);
  private static final ConcurrentMap<Path, Doubt> DOUBTS = new ConcurrentHashMap<>();

  private UnsureFiles() {}

  /** Which file, and how much of it is on disk for sure. */
  private record Doubt(@Nullable Object key, long durable) {}

  /** Notes a failure. */
  static void add(Path file, @Nullable Object key, long durable) {
    DOUBTS.put(file, new Doubt(key, durable));
  }

  /** Cuts a file back to what is on disk for sure, if there is a doubt. */
  static void settle(Path file) throws IOException {
    dropIfReplaced(file);
    Doubt doubt = DOUBTS.get(file);
    if (doubt == null) {
      return;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      long unsure = channel.size() - doubt.durable();
      if (unsure > 0) {
        channel.truncate(doubt.durable());
      }
      channel.force(true);
      log.warn(
          "{}: {} bytes of lines that failed to be written are taken away",
          file,
          Math.max(0, unsure));
    }
    DOUBTS.remove(file);
  }

  /** A file that was moved away or replaced is no concern of who appends. */
  static void dropIfReplaced(Path file) throws IOException {
    Doubt doubt = DOUBTS.get(file);
    if (doubt != null && !Objects.equals(doubt.key(), key(file))) {
      DOUBTS.remove(file);
    }
  }

  /** Which file has the name now; null when none has. */
  static @Nullable Object key(Path file) throws IOException {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    } catch (NoSuchFileException e) {
      return null;
    }
  }
}
