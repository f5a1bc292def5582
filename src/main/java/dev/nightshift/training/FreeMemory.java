package dev.nightshift.training;

import dev.nightshift.tensor.NativeRuntime;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** What the machine has, and what this process takes of it. */
final class FreeMemory {
  private FreeMemory() {}

  /** Most bytes that a run may use: what is set, or three quarters of what is free now. */
  static long limit(TrainingResources resources) {
    return resources.memoryMegabytes() > 0
        ? (long) resources.memoryMegabytes() << 20
        : freeBytes() / 4 * 3;
  }

  private static long freeBytes() {
    OptionalLong device = NativeRuntime.freeDeviceBytes();
    return device.isPresent() ? device.getAsLong() : free(Path.of("/"));
  }

  /** Most memory this process has had resident; 0 where the system does not tell. */
  static long peakBytes() {
    return kilobytes(Path.of("/proc/self/status"), "VmHWM:") * 1024;
  }

  /**
   * Bytes that this process could take: what the machine has free, or less where its control group
   * may not have that much.
   *
   * @param system root of the file system with {@code proc} and {@code sys}
   */
  static long free(Path system) {
    long available = kilobytes(system.resolve("proc/meminfo"), "MemAvailable:") * 1024;
    return Math.min(
        available > 0 ? available : unused(),
        ControlGroupMemory.free(system).orElse(Long.MAX_VALUE));
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
