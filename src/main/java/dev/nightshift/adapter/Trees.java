package dev.nightshift.adapter;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Whole folders: made durable, copied, removed. Links inside are never followed. */
final class Trees {
  private Trees() {}

  /** Forces every file and folder below (and including) the folder to the disk. */
  static void fsync(Path folder) throws IOException {
    for (Path path : walk(folder)) {
      if (!Files.isSymbolicLink(path)) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
          channel.force(true);
        }
      }
    }
  }

  /** Copies the regular files directly in a folder into another. */
  static void copyFiles(Path from, Path to) throws IOException {
    try (Stream<Path> entries = Files.list(from)) {
      for (Path entry : entries.toList()) {
        if (Files.isRegularFile(entry)) {
          Files.copy(
              entry, to.resolve(entry.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }

  /**
   * Removes a folder. It is renamed first, so that a half-removed one can never be taken for a
   * version.
   */
  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Path doomed = folder.resolveSibling(AdapterNames.STAGING + folder.getFileName());
    if (!folder.getFileName().toString().startsWith(AdapterNames.STAGING)) {
      Files.move(folder, doomed, StandardCopyOption.ATOMIC_MOVE);
    } else {
      doomed = folder;
    }
    for (Path path : walk(doomed).reversed()) {
      Files.delete(path);
    }
  }

  private static List<Path> walk(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.sorted(Comparator.naturalOrder()).toList();
    }
  }
}
