package dev.nightshift.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What runs could leave on this machine. */
record Leaks(long processes, long descriptors, long mounts, long files) {
  /** Of a waiting interpreter: bubblewrap, the first of its namespace, Python. */
  private static final int PROCESSES_OF_ONE = 3;

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

  /** By its command line, which has words of ours. */
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
