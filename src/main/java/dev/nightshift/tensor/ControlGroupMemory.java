package dev.nightshift.tensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * What the control groups that this process is in leave it of memory: a container's or a service's
 * limit, which {@code /proc/meminfo} does not know. Every group up to the topmost has a say. The
 * files are those of the kernel's documents cgroup-v2 and cgroup-v1/memory.
 */
final class ControlGroupMemory {
  /** The files of one version of control groups. */
  private enum Version {
    ONE(
        "sys/fs/cgroup/memory",
        "memory.limit_in_bytes",
        "memory.usage_in_bytes",
        "total_inactive_file "),
    TWO("sys/fs/cgroup", "memory.max", "memory.current", "inactive_file ");

    private final String mount;
    private final String limit;
    private final String usage;
    private final String reclaimable;

    Version(String mount, String limit, String usage, String reclaimable) {
      this.mount = mount;
      this.limit = limit;
      this.usage = usage;
      this.reclaimable = reclaimable;
    }

    /** Whether a line of {@code /proc/self/cgroup} names the group that counts memory. */
    private boolean names(String controllers) {
      return switch (this) {
        case ONE -> List.of(controllers.split(",")).contains("memory");
        case TWO -> controllers.isEmpty();
      };
    }
  }

  private ControlGroupMemory() {}

  /**
   * Bytes up to the nearest limit, the file cache that can be given up included; empty without a
   * limit, or without control groups.
   *
   * @param system root of the file system with {@code proc} and {@code sys}
   */
  static OptionalLong free(Path system) {
    OptionalLong least = OptionalLong.empty();
    for (String line : lines(system.resolve("proc/self/cgroup"))) {
      String[] parts = line.split(":", 3); // hierarchy, controllers, path
      for (Version version : Version.values()) {
        if (parts.length == 3 && version.names(parts[1])) {
          least = lesser(least, free(system.resolve(version.mount), parts[2], version));
        }
      }
    }
    return least;
  }

  private static OptionalLong free(Path mount, String group, Version version) {
    // In a container the path may be the host's, and not exist: the mounted group is then its own.
    Path own = mount.resolve(group.replaceFirst("^/+", "")).normalize();
    OptionalLong least = OptionalLong.empty();
    for (Path at = own; at != null && at.startsWith(mount); at = at.getParent()) {
      least = lesser(least, left(at, version));
    }
    return own.startsWith(mount) ? least : left(mount, version);
  }

  private static OptionalLong left(Path group, Version version) {
    OptionalLong limit = number(lines(group.resolve(version.limit)), "");
    OptionalLong usage = number(lines(group.resolve(version.usage)), "");
    if (limit.isEmpty() || usage.isEmpty()) {
      return OptionalLong.empty();
    }
    long reclaimable = number(lines(group.resolve("memory.stat")), version.reclaimable).orElse(0);
    return OptionalLong.of(Math.max(0, limit.getAsLong() - usage.getAsLong() + reclaimable));
  }

  /** What stands behind {@code name}; empty where it is no number, as the limit "max" is. */
  private static OptionalLong number(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).strip())
        .filter(value -> value.matches("\\d{1,18}"))
        .mapToLong(Long::parseLong)
        .findFirst();
  }

  private static OptionalLong lesser(OptionalLong one, OptionalLong other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.isEmpty() ? other : one;
    }
    return OptionalLong.of(Math.min(one.getAsLong(), other.getAsLong()));
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of(); // another system, or a group without that file, such as the topmost
    }
  }
}
