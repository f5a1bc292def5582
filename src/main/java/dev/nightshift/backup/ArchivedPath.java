package dev.nightshift.backup;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Set;

/** Paths in a home that an archive may name; anything else could write beside the home. */
final class ArchivedPath {
  /** The parts of a home that are backed up and put in place one by one. */
  static final Set<String> PARTS =
      Set.of("memory", "state", "training_data", "loras", "code", "models", "application.yaml");

  private ArchivedPath() {}

  /**
   * A path below the home.
   *
   * @throws IllegalArgumentException when it is not one, or not of a part that is backed up
   */
  static Path require(String path) {
    Path relative = parse(path);
    boolean plain =
        !relative.isAbsolute()
            && relative.equals(relative.normalize())
            && !path.isEmpty()
            && !path.contains("\\")
            && PARTS.contains(relative.getName(0).toString());
    if (!plain) {
      throw new IllegalArgumentException("not a path of a home: \"" + path + "\"");
    }
    return relative;
  }

  /**
   * Where a link may point: from its own folder to somewhere in the home.
   *
   * @throws IllegalArgumentException when it points elsewhere
   */
  static Path requireTarget(Path link, String target) {
    Path to = parse(target);
    Path home = Path.of("/home-of-the-archive");
    Path meant = home.resolve(link).resolveSibling(to).normalize();
    if (to.isAbsolute() || target.isEmpty() || !meant.startsWith(home) || meant.equals(home)) {
      throw new IllegalArgumentException(
          "the link " + link + " points out of the home: \"" + target + "\"");
    }
    return to;
  }

  private static Path parse(String path) {
    try {
      return Path.of(path);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("not a path: \"" + path + "\"", e);
    }
  }
}
