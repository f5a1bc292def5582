package dev.nightshift.training;

import dev.nightshift.model.ModelSpec;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a run needs in memory, and whether all activations may be kept. */
final class MemoryPlan {
  private static final long ACTIVATION_LIMIT = 4L << 30;

  private MemoryPlan() {}

  /**
   * Whether keeping every layer's activations, and the dequantised weights that autograd holds with
   * them, fits into half of the memory that is free now and 4 GiB.
   */
  static boolean keepActivations(
      ModelSpec spec, List<EncodedExample> examples, TrainingOptions options) {
    long longest =
        examples.stream()
            .flatMap(e -> e.wordings().stream())
            .mapToInt(w -> w.length)
            .max()
            .orElse(1);
    long rows = Math.min(options.batchSize(), examples.size());
    long needed = activationBytes(spec, rows * longest);
    return needed < Math.min(ACTIVATION_LIMIT, freeBytes() / 2);
  }

  /** Float32 activations of all layers for that many tokens, and each layer's matrices once. */
  static long activationBytes(ModelSpec spec, long tokens) {
    long perToken = 12L * spec.hidden() + 5L * spec.feedForward() + 4L * spec.queryWidth();
    long matrices =
        (long) spec.hidden()
            * (2L * spec.queryWidth() + 2L * spec.kvWidth() + 3L * spec.feedForward());
    return 4L * spec.layers() * (perToken * tokens + matrices);
  }

  /** Most memory this process has had resident; 0 where the system does not tell. */
  static long peakBytes() {
    return kilobytes(Path.of("/proc/self/status"), "VmHWM:") * 1024;
  }

  private static long freeBytes() {
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
