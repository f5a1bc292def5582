package dev.nightshift.adapter;

import dev.nightshift.home.WholeFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Folders being built or being removed: {@code .staging-PID-UUID}. The process id tells one in use
 * from one that a killed process left behind.
 */
final class Staging {
  private static final Pattern NAME = Pattern.compile("\\.staging-(\\d{1,18})-.+");
  private static final Set<Path> IN_USE = ConcurrentHashMap.newKeySet();

  private Staging() {}

  /** A fresh empty folder, in use until published or deleted. */
  static Path create(Path parent) throws IOException {
    Path folder = fresh(parent);
    IN_USE.add(folder);
    return Files.createDirectory(folder);
  }

  /** A folder with copies of an adapter's files; nothing is left when that fails. */
  static Path copyOf(Path adapter, Path parent) throws IOException {
    Path staged = create(parent);
    boolean whole = false;
    try {
      for (String name : AdapterFiles.KNOWN) {
        if (Files.isRegularFile(adapter.resolve(name))) {
          Files.copy(adapter.resolve(name), staged.resolve(name));
        }
      }
      whole = true;
      return staged;
    } finally {
      if (!whole) {
        delete(staged);
      }
    }
  }

  static void release(Path folder) {
    IN_USE.remove(folder);
  }

  /** What processes that are gone have left in a folder. */
  static List<Path> abandoned(Path parent) throws IOException {
    try (Stream<Path> entries = Files.list(parent)) {
      return entries.filter(Staging::isAbandoned).toList();
    }
  }

  /**
   * Removes a folder without following links. It becomes a staging folder first, so that one half
   * removed is never taken for a version and the next start finishes the work.
   */
  static void delete(Path folder) throws IOException {
    if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      Path doomed = folder;
      if (!NAME.matcher(folder.getFileName().toString()).matches()) {
        doomed = fresh(folder.resolveSibling("."));
        Files.move(folder, doomed, StandardCopyOption.ATOMIC_MOVE);
      }
      WholeFolder.delete(doomed);
    }
    release(folder);
  }

  private static Path fresh(Path parent) {
    String name = ".staging-" + ProcessHandle.current().pid() + "-" + UUID.randomUUID();
    return parent.resolve(name).normalize();
  }

  private static boolean isAbandoned(Path folder) {
    Matcher name = NAME.matcher(folder.getFileName().toString());
    if (!name.matches() || IN_USE.contains(folder)) {
      return false;
    }
    long pid = Long.parseLong(name.group(1));
    return pid == ProcessHandle.current().pid()
        || ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty();
  }
}
