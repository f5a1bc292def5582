package dev.nightshift.gateway;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The JVM, the process and the machine, and what of memory the process has beside the heap. */
final class MachineMeters implements AutoCloseable {
  private static final double KIBIBYTE = 1024;

  private final JvmGcMetrics collections = new JvmGcMetrics();

  MachineMeters(MeterRegistry registry) {
    new JvmMemoryMetrics().bindTo(registry);
    collections.bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    Gauge.builder("nightshift.process.resident", () -> status("VmRSS:"))
        .baseUnit("bytes")
        .description("Memory of the process, the native engine and mapped models included")
        .register(registry);
    Gauge.builder("nightshift.process.resident.anonymous", () -> status("RssAnon:"))
        .baseUnit("bytes")
        .description("The same without mapped files, which the system can take back")
        .register(registry);
  }

  /** A line of the process's status in bytes; not a number where the system has none. */
  private static double status(String name) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith(name)) {
          return KIBIBYTE * Long.parseLong(line.replaceAll("[^0-9]", ""));
        }
      }
      return Double.NaN;
    } catch (IOException e) {
      return Double.NaN; // Not Linux.
    }
  }

  @Override
  public void close() {
    collections.close();
  }
}
