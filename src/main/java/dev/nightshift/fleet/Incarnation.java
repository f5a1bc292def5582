package dev.nightshift.fleet;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;

/**
 * Names one start of a node: {@code host/pid/start/number}, where the host is told from itself
 * before its last boot, and the process from a later one with the same pid.
 */
final class Incarnation {
  /** Start times are told by the clock, which may be set meanwhile; in milliseconds. */
  private static final long NOISE = 2_000;

  private Incarnation() {}

  static String ofThisProcess() {
    ProcessHandle self = ProcessHandle.current();
    return host() + "/" + self.pid() + "/" + start(self) + "/" + UUID.randomUUID();
  }

  /** Whether it was a process of this machine that has ended; of others nothing is known. */
  static boolean ended(String incarnation) {
    String[] parts = incarnation.split("/", -1);
    if (parts.length != 4 || !parts[0].equals(host()) || !parts[1].matches("\\d{1,18}")) {
      return false;
    }
    return ProcessHandle.of(Long.parseLong(parts[1]))
        .filter(process -> process.isAlive() && began(process, parts[2]))
        .isEmpty();
  }

  private static boolean began(ProcessHandle process, String start) {
    return !start.matches("\\d{1,18}") || Math.abs(start(process) - Long.parseLong(start)) <= NOISE;
  }

  private static long start(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  private static String host() {
    try {
      Path boot = Path.of("/proc/sys/kernel/random/boot_id");
      String suffix =
          Files.isReadable(boot) ? "-" + Files.readString(boot).strip().substring(0, 8) : "";
      return InetAddress.getLocalHost().getHostName() + suffix;
    } catch (IOException e) {
      return "unknown";
    }
  }
}
