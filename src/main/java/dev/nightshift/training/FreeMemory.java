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
    return device.isPresent() ? device.getAsLong() : free();
  }

  /** Most memory this process has had resident; 0 where the system does not tell. */
  static long peakBytes() {
    return kilobytes(Path.of("/proc/self/status"), "VmHWM:") * 1024;
  }

  private static long free() {
    long available = kilobytes(Path.of("/proc/meminfo"), "MemAvailable:") * 1024;
    if (available > 0) {
      return available;
    }
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
