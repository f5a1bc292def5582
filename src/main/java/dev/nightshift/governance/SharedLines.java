package dev.nightshift.governance;

import dev.nightshift.governance.GovernanceException.Code;
import dev.nightshift.home.AtomicFiles;
import dev.nightshift.home.DurableLines;
import dev.nightshift.home.HomeException;
import dev.nightshift.home.ProcessLock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/**
 * A file of JSON lines that several processes may append to, one after the other: a command that
 * runs by itself, and another beside it. A line is on disk when the call returns. Thread-safe.
 */
final class SharedLines {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration LOOK = Duration.ofMillis(10);

  private final Path file;
  private final Path lock;

  SharedLines(Path file) {
    this.file = file;
    this.lock = file.resolveSibling("." + file.getFileName() + ".lock");
  }

  /** The lines that are whole, oldest first. */
  List<String> lines() {
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      String text = Files.readString(file, StandardCharsets.UTF_8);
      return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    } catch (IOException e) {
      throw new GovernanceException(Code.STORAGE, "cannot read " + file + ": " + e, e);
    }
  }

  void append(String line) {
    alone(
        () -> {
          // Opened anew each time: another process may have appended since.
          try (DurableLines lines = new DurableLines(file, whole -> whole.endsWith("}"))) {
            lines.append(line);
          }
        });
  }

  /** Puts other lines in the place of all of them, while nobody appends. */
  void rewrite(UnaryOperator<List<String>> change) {
    alone(
        () -> {
          List<String> before = lines();
          List<String> after = change.apply(before);
          if (!after.equals(before)) {
            StringBuilder text = new StringBuilder();
            after.forEach(line -> text.append(line).append('\n'));
            DurableLines.whileNoneAppends(file, () -> AtomicFiles.writeString(file, text));
          }
        });
  }

  /** Something that writes. */
  private interface Writing {
    void run() throws IOException;
  }

  private void alone(Writing writing) {
    try (ProcessLock _ = held()) {
      writing.run();
    } catch (IOException e) {
      throw new GovernanceException(Code.STORAGE, "cannot write " + file + ": " + e, e);
    }
  }

  private ProcessLock held() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return ProcessLock.acquire(lock, "writing " + file.getFileName());
      } catch (HomeException e) {
        boolean busy = e.code() == HomeException.Code.LOCKED && System.nanoTime() < deadline;
        if (!busy || Thread.currentThread().isInterrupted()) {
          throw new GovernanceException(
              Code.STORAGE, "cannot write " + file + ": " + e.getMessage(), e);
        }
        LockSupport.parkNanos(LOOK.toNanos());
      }
    }
  }
}
