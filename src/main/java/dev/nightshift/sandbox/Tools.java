package dev.nightshift.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The system's programs that build the boundary, by their absolute paths. */
record Tools(Path sh, Path setpriv, Path prlimit, Path unshare, Path mount, Path bwrap) {
  private static final List<Path> PLACES =
      List.of(
          Path.of("/usr/bin"),
          Path.of("/bin"),
          Path.of("/usr/sbin"),
          Path.of("/sbin"),
          Path.of("/usr/local/bin"));

  /** Those there are; names that are missing stay as they are and cannot be started. */
  static Tools here() {
    return new Tools(
        place("sh"),
        place("setpriv"),
        place("prlimit"),
        place("unshare"),
        place("mount"),
        place("bwrap"));
  }

  private static Path place(String name) {
    return PLACES.stream()
        .map(place -> place.resolve(name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElse(Path.of(name));
  }

  /** What has to be installed. */
  List<Problem> missing(Boundary boundary) {
    List<Problem> problems = new ArrayList<>();
    absent(setpriv, "util-linux").ifPresent(problems::add);
    absent(prlimit, "util-linux").ifPresent(problems::add);
    if (boundary == Boundary.FULL) {
      absent(unshare, "util-linux").ifPresent(problems::add);
      absent(mount, "mount").ifPresent(problems::add);
      absent(bwrap, "bubblewrap").ifPresent(problems::add);
    }
    return problems;
  }

  private static Optional<Problem> absent(Path tool, String debianPackage) {
    return tool.isAbsolute()
        ? Optional.empty()
        : Optional.of(
            new Problem(
                "the program " + tool + " is missing",
                "install "
                    + debianPackage
                    + " (Debian, Ubuntu: apt-get install "
                    + debianPackage
                    + ")"));
  }
}
