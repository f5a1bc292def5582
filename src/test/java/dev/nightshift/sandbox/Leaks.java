package dev.nightshift.sandbox;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** What runs could leave on this machine. */
record Leaks(long processes, long descriptors, long mounts, long files) {
  /** Of a waiting interpreter: bubblewrap, the first of its namespace, Python. */
  private static final int PROCESSES_OF_ONE = 3;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  static Leaks seen() throws IOException {
    return new Leaks(
        ProcessHandle.allProcesses().filter(Leaks::isOfASandbox).count(),
        count(Path.of("/proc/self/fd")),
        Files.readString(Path.of("/proc/self/mountinfo")).lines().count(),
        temporaryFiles());
  }

  static int processesOf(int interpreters) {
    return interpreters * PROCESSES_OF_ONE;
  }

  /** Waits until so many more processes of sandboxes are there than now. */
  void awaitProcesses(int more) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> seen().processes() == processes + more);
  }

  /**
   * By its command line, which has words of ours; none can be read of one that is just becoming
   * another program.
   */
  static boolean isOfASandbox(ProcessHandle process) {
    String words = ProcessTree.read(process.pid(), "cmdline");
    return words.contains("What runs in a sandboxed interpreter");
  }

  private static long temporaryFiles() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(f -> f.getFileName().toString().startsWith("nightshift-sandbox-"))
          .count();
    }
  }

  private static long count(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.count();
    }
  }
}
