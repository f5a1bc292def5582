package dev.nightshift.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Why no interpreter came up, and what an operator can do. */
final class Diagnosis {
  private static final Path SYSCTL = Path.of("/proc/sys");

  private Diagnosis() {}

  /**
   * The causes that can be told.
   *
   * @param said what the command printed
   */
  static List<Problem> of(String said, Launch launch) {
    List<Problem> problems = new ArrayList<>();
    forbids(
        problems,
        "user/max_user_namespaces",
        "0",
        "user namespaces are switched off (user.max_user_namespaces is 0)",
        "set it, such as sysctl -w user.max_user_namespaces=10000");
    forbids(
        problems,
        "kernel/unprivileged_userns_clone",
        "0",
        "user namespaces are for root only (kernel.unprivileged_userns_clone is 0)",
        "sysctl -w kernel.unprivileged_userns_clone=1");
    forbids(
        problems,
        "kernel/apparmor_restrict_unprivileged_userns",
        "1",
        "AppArmor keeps programs from user namespaces"
            + " (kernel.apparmor_restrict_unprivileged_userns is 1)",
        "allow bwrap and unshare by a profile, or set it to 0");
    if (said.contains(launch.settings().python()) || said.contains("Can't find source path")) {
      problems.add(
          new Problem(
              "the interpreter cannot be used: " + said,
              "set nightshift.sandbox.python to one that every user may read, such as"
                  + " /usr/bin/python3 (Debian: apt-get install python3)"));
    } else if (said.contains("Can't set hostname")) {
      problems.add(
          new Problem(
              "a host name of its own is not permitted here: " + said,
              "under systemd take ProtectHostname= out of the unit"));
    } else if (said.contains("unshare") || said.contains("mount") || said.contains("namespace")) {
      problems.add(
          new Problem(
              "namespaces are not permitted here: " + said,
              "in a container allow them, such as docker run --security-opt seccomp=unconfined"
                  + " --security-opt apparmor=unconfined"));
    }
    if (problems.isEmpty()) {
      problems.add(
          new Problem(
              "no interpreter came up: " + (said.isEmpty() ? "it said nothing" : said),
              "see docs/sandbox.md"));
    }
    return problems;
  }

  private static void forbids(
      List<Problem> problems, String name, String value, String what, String remedy) {
    try {
      if (Files.readString(SYSCTL.resolve(name)).strip().equals(value)) {
        problems.add(new Problem(what, remedy));
      }
    } catch (IOException e) {
      // This kernel has no such switch.
    }
  }
}
