package dev.nightshift.home;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Names of files being written: {@code .NAME.PID-N.writing}, beside the file they will become.
 *
 * <p>The process id in the name tells a file that is being written from one that a killed process
 * left behind. Process ids of another machine or container that shares the directory mean nothing
 * here; a home directory belongs to one machine at a time.
 */
public final class TemporaryNames {
  private static final Pattern NAME = Pattern.compile("\\..+\\.(\\d+)-\\d+\\.writing");
  private static final AtomicLong COUNTER = new AtomicLong();
  private static final Set<Path> IN_USE = ConcurrentHashMap.newKeySet();

  private TemporaryNames() {}

  /** A fresh name in the directory of {@code file}, in use until released. */
  static Path claim(Path file) {
    long pid = ProcessHandle.current().pid();
    while (true) {
      String name = "." + file.getFileName() + "." + pid + "-" + COUNTER.incrementAndGet();
      Path temporary = file.toAbsolutePath().resolveSibling(name + ".writing").normalize();
      if (IN_USE.add(temporary)) {
        if (!Files.exists(temporary)) {
          return temporary;
        }
        IN_USE.remove(temporary);
      }
    }
  }

  /** Ends the use of a name; a file that still has it is deleted. */
  static void release(Path temporary) throws IOException {
    try {
      Files.deleteIfExists(temporary);
    } finally {
      IN_USE.remove(temporary);
    }
  }

  /** Whether a file is one that is being written, or was when its process was killed. */
  public static boolean isTemporary(Path file) {
    Path name = file.getFileName();
    return name != null && NAME.matcher(name.toString()).matches();
  }

  /**
   * Deletes what killed processes left in a directory (not in those below it).
   *
   * @return what was deleted; empty when there is no such directory
   */
  public static List<Path> sweep(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    List<Path> abandoned;
    try (Stream<Path> files = Files.list(directory.toAbsolutePath().normalize())) {
      abandoned = files.filter(TemporaryNames::isAbandoned).toList();
    }
    for (Path file : abandoned) {
      Files.deleteIfExists(file);
    }
    return abandoned;
  }

  private static boolean isAbandoned(Path file) {
    Matcher matcher = NAME.matcher(String.valueOf(file.getFileName()));
    if (!matcher.matches() || IN_USE.contains(file)) {
      return false;
    }
    long pid = Long.parseLong(matcher.group(1));
    return pid == ProcessHandle.current().pid()
        || ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty();
  }
}
