package dev.nightshift.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What of this machine's files an interpreter needs, as arguments of bubblewrap. */
final class InterpreterFiles {
  private static final int MOST_LINKS = 16;
  private static final Path SYSTEM = Path.of("/usr");

  /** Libraries, and what tells the loader where they are. */
  private static final List<String> LIBRARIES =
      List.of("/usr/lib", "/usr/lib64", "/usr/local/lib", "/etc/ld.so.cache", "/etc/alternatives");

  private static final List<String> ROOT_LIBRARIES = List.of("/lib", "/lib64");
  private static final List<String> DEVICES =
      List.of("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom");

  private final Path python;

  InterpreterFiles(Path python) {
    this.python = python;
  }

  /**
   * Read-only, but for the devices.
   *
   * @throws SandboxException REFUSED when there is no such interpreter
   */
  List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    LIBRARIES.forEach(path -> arguments.addAll(List.of("--ro-bind-try", path, path)));
    ROOT_LIBRARIES.forEach(path -> arguments.addAll(rootLibrary(Path.of(path))));
    DEVICES.forEach(path -> arguments.addAll(List.of("--dev-bind", path, path)));
    try {
      arguments.addAll(interpreter());
    } catch (IOException e) {
      throw new SandboxException(
          SandboxException.Code.REFUSED,
          "there is no Python interpreter "
              + python
              + ": install python3, or set nightshift.sandbox.python",
          e);
    }
    return arguments;
  }

  /** /lib is a directory, or a link to /usr/lib. */
  private static List<String> rootLibrary(Path path) {
    try {
      return Files.isSymbolicLink(path)
          ? List.of("--symlink", Files.readSymbolicLink(path).toString(), path.toString())
          : List.of("--ro-bind-try", path.toString(), path.toString());
    } catch (IOException e) {
      throw new SandboxException(SandboxException.Code.REFUSED, "cannot read " + path, e);
    }
  }

  /** The file itself at each of its names, and its prefix where that is not the system's. */
  private List<String> interpreter() throws IOException {
    List<String> arguments = new ArrayList<>();
    Path file = python.toRealPath();
    for (Path name : List.of(python, file)) {
      Path prefix = name.getParent() == null ? null : name.getParent().getParent();
      if (prefix != null && prefix.getParent() != null && !name.startsWith(SYSTEM)) {
        arguments.addAll(List.of("--ro-bind", prefix.toString(), prefix.toString()));
      }
    }
    Path name = python;
    for (int i = 0; i < MOST_LINKS; i++) {
      if (name.startsWith(SYSTEM)) {
        arguments.addAll(List.of("--ro-bind", file.toString(), name.toString()));
      }
      if (!Files.isSymbolicLink(name) || !Files.exists(name, LinkOption.NOFOLLOW_LINKS)) {
        break;
      }
      name = name.resolveSibling(Files.readSymbolicLink(name)).normalize();
    }
    return arguments;
  }
}
