package dev.nightshift.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The command that starts an interpreter: fixed words, numbers, paths of this machine and a text of
 * ours. Nothing of a program is in it.
 *
 * <p>Java closes every descriptor of a child but 0 to 2. The filter is therefore opened by a shell,
 * as descriptor 9, which bubblewrap reads and the interpreter closes.
 */
final class Launch {
  /** Of the libraries behind numpy each would start a thread for every processor. */
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "PATH", "/usr/bin",
          "HOME", "/tmp",
          "LANG", "C.UTF-8",
          "OPENBLAS_NUM_THREADS", "1",
          "OMP_NUM_THREADS", "1");

  /** Lets the kernel end this first when memory runs out. */
  private static final String FIRST_TO_GO =
      "umask 077; { echo 1000 >/proc/self/oom_score_adj; } 2>/dev/null; ";

  private static final String WITH_FILTER = FIRST_TO_GO + "exec 9<\"$1\"; shift; exec \"$@\"";
  private static final String WITHOUT_FILTER = FIRST_TO_GO + "exec \"$@\"";
  private static final String WITH_DISK =
      "\"$1\" -n -t tmpfs -o \"$2\" sandbox /tmp || exit 1; shift 2; exec \"$@\"";

  private final SandboxSettings settings;
  private final Tools tools;
  private final List<String> before;
  private final boolean root;
  private final String text = Resources.text("check.py") + "\n" + Resources.text("interpreter.py");

  /**
   * @param before words in front of the command, for tests as another user
   * @param root whether the command starts as root
   */
  Launch(SandboxSettings settings, Tools tools, List<String> before, boolean root) {
    this.settings = settings;
    this.tools = tools;
    this.before = List.copyOf(before);
    this.root = root;
  }

  /** As whoever this process is. */
  static Launch asMyself(SandboxSettings settings) {
    return new Launch(settings, Tools.here(), List.of(), isRoot());
  }

  /** Whether this process is root's. */
  static boolean isRoot() {
    try {
      return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (IOException e) {
      throw new SandboxException(
          SandboxException.Code.REFUSED, "/proc cannot be read: the sandbox needs Linux", e);
    }
  }

  SandboxSettings settings() {
    return settings;
  }

  Tools tools() {
    return tools;
  }

  /** Whether programs run as the user of the settings. */
  boolean changesUser() {
    return root;
  }

  /** The environment of a program. */
  Map<String, String> environment() {
    return ENVIRONMENT;
  }

  /**
   * The command.
   *
   * @param filter the file of the system calls' filter
   */
  List<String> command(Limits limits, Path filter) {
    List<String> command = new ArrayList<>(before);
    switch (settings.boundary()) {
      case FULL -> {
        command.addAll(List.of(tools.sh().toString(), "-c", WITH_FILTER, "sandbox"));
        command.add(filter.toAbsolutePath().toString());
        command.addAll(privileges());
        command.addAll(resources(limits));
        command.addAll(disk(limits));
        command.addAll(namespaces());
      }
      case UNSAFE -> {
        command.addAll(List.of(tools.sh().toString(), "-c", WITHOUT_FILTER, "sandbox"));
        command.addAll(privileges());
        command.addAll(resources(limits));
      }
    }
    command.addAll(List.of(settings.python(), "-I", "-B", "-X", "utf8", "-c", text));
    return command;
  }

  private List<String> privileges() {
    List<String> words = new ArrayList<>(List.of(tools.setpriv().toString(), "--no-new-privs"));
    words.add("--inh-caps=-all");
    if (root) {
      words.add("--reuid=" + settings.userId());
      words.add("--regid=" + settings.userId());
      words.add("--clear-groups");
      words.add("--bounding-set=-all");
    }
    return words;
  }

  /** What can be limited before; the interpreter lowers these and limits processes and time. */
  private List<String> resources(Limits limits) {
    return List.of(
        tools.prlimit().toString(),
        "--core=0",
        "--as=" + limits.memoryBytes(),
        "--nofile=" + limits.openFiles(),
        "--");
  }

  private List<String> disk(Limits limits) {
    return List.of(
        tools.unshare().toString(),
        "--user",
        "--map-root-user",
        "--mount",
        "--propagation",
        "private",
        tools.sh().toString(),
        "-c",
        WITH_DISK,
        "sandbox",
        tools.mount().toString(),
        // The root directory of a file system is one of its inodes.
        "size=%d,nr_inodes=%d,mode=0700,nosuid,nodev,noexec"
            .formatted(limits.diskBytes(), limits.inodes() + 1));
  }

  private List<String> namespaces() {
    List<String> words = new ArrayList<>(List.of(tools.bwrap().toString()));
    words.addAll(List.of("--unshare-user", "--unshare-ipc", "--unshare-pid", "--unshare-net"));
    words.addAll(List.of("--unshare-uts", "--unshare-cgroup-try", "--hostname", "sandbox"));
    words.addAll(List.of("--uid", "65534", "--gid", "65534", "--cap-drop", "ALL"));
    words.addAll(List.of("--die-with-parent", "--new-session", "--clearenv"));
    ENVIRONMENT.forEach((name, value) -> words.addAll(List.of("--setenv", name, value)));
    words.addAll(new InterpreterFiles(Path.of(settings.python())).arguments());
    words.addAll(List.of("--bind", "/tmp", "/tmp", "--chdir", "/tmp", "--remount-ro", "/"));
    words.addAll(List.of("--seccomp", "9", "--"));
    return words;
  }
}
