package dev.nightshift.backup;

import dev.nightshift.home.AtomicFiles;
import dev.nightshift.home.WholeFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts parts of a home in the place of others, all or none, also when the process is killed: what
 * is to be moved is written down first, and whoever finds that note moves everything back. A home
 * may be a mounted folder or hold other things, so that it cannot be renamed as a whole.
 *
 * @param home its root
 */
record PartSwap(Path home) {
  private static final String FOLDER = ".restore";

  private Path folder() {
    return home.resolve(FOLDER);
  }

  /** Where the new parts are made ready. */
  Path ready() {
    return folder().resolve("new");
  }

  private Path old() {
    return folder().resolve("old");
  }

  private Path journal() {
    return folder().resolve("journal");
  }

  /** Whether a swap was cut off, or is under way. */
  boolean isOpen() {
    return Files.exists(journal());
  }

  /** Empty folders for the new parts. */
  void begin() throws IOException {
    clear();
    AtomicFiles.createDirectories(ready());
    AtomicFiles.createDirectories(old());
  }

  /**
   * Moves the parts that are ready into the home, and what it had of the given parts away.
   *
   * @param parts names; those that are not ready are only moved away
   * @param kept where the home's own parts are put; nothing is there when it had none
   */
  void run(List<String> parts, Path kept) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String part : parts) {
      lines.add((exists(home.resolve(part)) ? "had " : "new ") + part);
    }
    AtomicFiles.writeString(journal(), String.join("\n", lines));
    boolean done = false;
    try {
      boolean any = false;
      for (String part : parts) {
        any |= moveIfThere(home.resolve(part), old().resolve(part));
        boolean _ = moveIfThere(ready().resolve(part), home.resolve(part));
      }
      AtomicFiles.fsyncDirectory(home);
      Files.delete(journal()); // From here on it counts.
      AtomicFiles.fsyncDirectory(folder());
      done = true;
      if (any) {
        Files.move(old(), kept, StandardCopyOption.ATOMIC_MOVE);
      }
    } finally {
      if (!done) {
        undo();
      }
    }
    clear();
  }

  /** Moves everything back that a swap had moved when it was cut off. */
  void undo() throws IOException {
    if (!isOpen()) {
      return;
    }
    for (String line : Files.readAllLines(journal()).reversed()) {
      String part = line.substring(4);
      Path place = home.resolve(part);
      boolean had = line.startsWith("had ");
      boolean movedAway = exists(old().resolve(part));
      boolean movedIn = !exists(ready().resolve(part)) && (movedAway || !had);
      if (movedIn) {
        boolean _ = moveIfThere(place, ready().resolve(part));
      }
      if (movedAway) {
        boolean _ = moveIfThere(old().resolve(part), place);
      }
    }
    AtomicFiles.fsyncDirectory(home);
    Files.delete(journal());
    AtomicFiles.fsyncDirectory(folder());
  }

  /** Takes away what was made ready. */
  void clear() throws IOException {
    if (exists(folder())) {
      WholeFolder.delete(folder());
    }
  }

  private static boolean moveIfThere(Path from, Path to) throws IOException {
    if (!exists(from)) {
      return false;
    }
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    return true;
  }

  private static boolean exists(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }
}
