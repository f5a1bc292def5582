package dev.nightshift.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A process with all that descends from it, as {@code /proc} shows them (see proc(5)). */
final class ProcessTree {
  private static final Path PROC = Path.of("/proc");
  private static final Duration TICK = Duration.ofMillis(10);
  private static final int STARTED = 19;
  private static final int USER_TIME = 11;
  private static final int WAITED_SYSTEM_TIME = 14;

  private final long root;

  ProcessTree(long root) {
    this.root = root;
  }

  /**
   * What the tree uses.
   *
   * @param cpu of all its processes, those waited for too
   * @param memoryBytes of all its living processes; what they share counts for each
   * @param pids the living ones
   */
  record Sample(Duration cpu, long memoryBytes, List<Long> pids) {}

  /** The processes, each after its parent. */
  List<Long> pids() {
    List<Long> found = new ArrayList<>(List.of(root));
    for (int i = 0; i < found.size(); i++) {
      found.addAll(children(found.get(i)));
    }
    return found;
  }

  /** Looks at every process. */
  Sample sample() {
    long ticks = 0;
    long bytes = 0;
    List<Long> pids = pids();
    for (long pid : pids) {
      ticks += ticks(read(pid, "stat"));
      bytes += memoryBytes(read(pid, "status"));
    }
    return new Sample(TICK.multipliedBy(ticks), bytes, pids);
  }

  private static List<Long> children(long pid) {
    List<Long> children = new ArrayList<>();
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(process(pid).resolve("task"))) {
      for (Path thread : threads) {
        for (String child : Files.readString(thread.resolve("children")).split(" ", -1)) {
          if (!child.isBlank()) {
            children.add(Long.valueOf(child));
          }
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return children; // over while it was looked at
    }
    return children;
  }

  /** The file of a process, empty when it is over. */
  static String read(long pid, String file) {
    try {
      // Not readString: a name of a process need not be UTF-8.
      return new String(
          Files.readAllBytes(process(pid).resolve(file)), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  static Path process(long pid) {
    return PROC.resolve(Long.toString(pid));
  }

  /** What follows a process's name, which may hold anything; begins with its state. */
  private static String[] fields(String stat) {
    return stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
  }

  /** utime, stime, cutime and cstime. */
  private static long ticks(String stat) {
    String[] fields = fields(stat);
    long ticks = 0;
    for (int i = USER_TIME; fields.length > WAITED_SYSTEM_TIME && i <= WAITED_SYSTEM_TIME; i++) {
      ticks += Long.parseLong(fields[i]);
    }
    return ticks;
  }

  /** Its own memory and what it shares with others of it; not what it maps of files. */
  private static long memoryBytes(String status) {
    long kibibytes = 0;
    for (String kind : List.of("RssAnon", "RssShmem")) {
      String value = field(status, kind).replace(" kB", "");
      kibibytes += value.isEmpty() ? 0 : Long.parseLong(value);
    }
    return kibibytes << 10;
  }

  /** A field of a status file, empty when there is none. */
  static String field(String status, String name) {
    return status
        .lines()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("");
  }

  /** The processes as they can be told from later ones with the same numbers. */
  List<Member> members() {
    return pids().stream().map(ProcessTree::member).toList();
  }

  /**
   * One process.
   *
   * @param started when, in the kernel's ticks; empty when it was over already
   */
  record Member(long pid, String started) {
    /** Whether it is over; one that nobody waited for yet, too. */
    boolean gone() {
      String[] fields = fields(read(pid, "stat"));
      return fields.length <= STARTED
          || fields[0].equals("Z")
          || fields[0].equals("X")
          || !fields[STARTED].equals(started);
    }
  }

  private static Member member(long pid) {
    String[] fields = fields(read(pid, "stat"));
    return new Member(pid, fields.length > STARTED ? fields[STARTED] : "");
  }

  /** Waits until none of some processes is left; whether that came to be. */
  static boolean awaitGone(List<Member> members, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!members.stream().allMatch(Member::gone)) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(500));
    }
    return true;
  }
}
