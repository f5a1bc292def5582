package dev.nightshift.tensor;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the machine has of memory, and what this process takes of it; in bytes. */
public final class MachineMemory {
  private MachineMemory() {}

  /** What this process could take; see {@link #free(Path)}. */
  public static long free() {
    return free(Path.of("/"));
  }

  /** What this process could take besides all that its heap may yet grow to. */
  public static long freeBesideHeap() {
    Runtime runtime = Runtime.getRuntime();
    return Math.max(0, free() - (runtime.maxMemory() - runtime.totalMemory()));
  }

  /**
   * What this process could take: what the machine has free, or less where its control group may
   * not have that much.
   *
   * @param system root of the file system with {@code proc} and {@code sys}
   */
  static long free(Path system) {
    long available = kilobytes(system.resolve("proc/meminfo"), "MemAvailable:") * 1024;
    return Math.min(
        available > 0 ? available : unused(),
        ControlGroupMemory.free(system).orElse(Long.MAX_VALUE));
  }

  /** Most that this process has had resident; 0 where the system does not tell. */
  public static long mostResident() {
    return kilobytes(Path.of("/proc/self/status"), "VmHWM:") * 1024;
  }

  /** What the machine has free where the system does not tell what it could make free. */
  private static long unused() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getFreeMemorySize()
        : 0;
  }

  private static long kilobytes(Path file, String name) {
    try {
      for (String line : Files.readAllLines(file)) {
        if (line.startsWith(name)) {
          return Long.parseLong(line.substring(name.length()).replace("kB", "").strip());
        }
      }
      return 0;
    } catch (IOException e) {
      return 0; // not Linux
    }
  }
}
