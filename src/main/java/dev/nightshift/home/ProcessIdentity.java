package dev.nightshift.home;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Names a process in a way that outlives it: {@code host/pid/start/number}, where the start, in
 * milliseconds since 1970, tells it from a later process that got the same pid.
 */
public final class ProcessIdentity {
  /** Start times are told by the clock, which may be set meanwhile; in milliseconds. */
  private static final long NOISE = 2_000;

  private ProcessIdentity() {}

  /** What is known of a process. */
  public enum State {
    /** The name is empty. */
    NOBODY,
    ALIVE,
    GONE,
    /** On another machine, or before its last boot: only a heartbeat tells. */
    ELSEWHERE
  }

  /** A name of the process that calls; another one each time. */
  public static String ofThisProcess() {
    ProcessHandle self = ProcessHandle.current();
    return host() + "/" + self.pid() + "/" + start(self) + "/" + UUID.randomUUID();
  }

  /** The same for a person. */
  public static String inWords(String name) {
    String[] parts = name.split("/", -1);
    if (!isWhole(parts)) {
      return name;
    }
    Instant start = Instant.ofEpochMilli(Long.parseLong(parts[2]));
    return "process %s on %s, which began %s".formatted(parts[1], parts[0], start);
  }

  /** What is known of the process of that name; of one that is none of ours, ELSEWHERE. */
  public static State stateOf(String name) {
    if (name.isEmpty()) {
      return State.NOBODY;
    }
    String[] parts = name.split("/", -1);
    if (!isWhole(parts) || !parts[0].equals(host())) {
      return State.ELSEWHERE;
    }
    Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(parts[1]));
    boolean alive =
        process
            .filter(p -> p.isAlive() && Math.abs(start(p) - Long.parseLong(parts[2])) <= NOISE)
            .isPresent();
    return alive ? State.ALIVE : State.GONE;
  }

  private static boolean isWhole(String[] parts) {
    return parts.length == 4 && parts[1].matches("\\d{1,18}") && parts[2].matches("\\d{1,18}");
  }

  private static long start(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  /** The machine; on Linux with its boot, so that pids of before a reboot are not looked up. */
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
