package dev.nightshift.memory;

import static dev.nightshift.memory.Samples.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left when a process is killed in the middle of writing. */
class CrashIntegrationTests {
  private static final int ROUNDS = 4;

  @TempDir Path directory;

  @Test
  void every_acknowledged_write_is_there_after_a_kill_and_none_is_half() throws Exception {
    List<String> acknowledged = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      acknowledged.addAll(writeUntilKilled(round, 30 + 25 * round));
      assertThat(MemoryStatus.of(directory).health()).isEqualTo(MemoryStatus.Health.HEALTHY);
      try (LuceneMemory memory = Samples.open(directory)) {
        for (String id : acknowledged) {
          Remembered remembered = memory.find(id).orElseThrow();
          assertThat(remembered.feedback()).as(id).hasSize(1);
          assertThat(remembered.correction()).as(id).isPresent();
        }
        Window always = new Window(NOON.minusSeconds(1), NOON.plusSeconds(1));
        ExchangeMemory.Counts counts = memory.counts();
        assertThat(counts.exchanges()).isGreaterThanOrEqualTo(acknowledged.size());
        assertThat(memory.failures(always)).hasSize((int) counts.exchanges());
        assertThat(counts.corrections()).isGreaterThanOrEqualTo(acknowledged.size());
      }
    }
  }

  @Test
  void a_memory_that_another_process_has_open_says_which() throws Exception {
    Process writer = start(0);
    try {
      assertThat(lines(writer).readLine()).isNotNull();
      assertThatThrownBy(() -> Samples.open(directory))
          .isInstanceOfSatisfying(
              MemoryException.class,
              e -> assertThat(e.code()).isEqualTo(MemoryException.Code.LOCKED))
          .hasMessageContaining("process " + writer.pid());
      assertThat(MemoryStatus.of(directory).holder().orElseThrow().pid()).isEqualTo(writer.pid());
    } finally {
      kill(writer);
    }
  }

  private List<String> writeUntilKilled(int round, int enough) throws Exception {
    Process writer = start(round);
    List<String> acknowledged = new ArrayList<>();
    BufferedReader lines = lines(writer);
    String line = lines.readLine();
    while (line != null && acknowledged.size() < enough) {
      acknowledged.add(line);
      line = lines.readLine();
    }
    assertThat(writer.isAlive()).as("killed in the middle of writing").isTrue();
    kill(writer);
    // The pipe may hold more acknowledgements; the last line may have been cut by the kill.
    List<String> rest = lines.lines().toList();
    if (!rest.isEmpty()) {
      acknowledged.addAll(rest.subList(0, rest.size() - 1));
    }
    return acknowledged;
  }

  private Process start(int round) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Writer.class.getName(),
            directory.toString(),
            "r" + round)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static BufferedReader lines(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  private static void kill(Process process) throws InterruptedException {
    // Not by the Process itself: that would close the pipe with the last acknowledgements.
    assertThat(process.toHandle().destroyForcibly()).isTrue();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
  }

  /** Eight threads that write an exchange and a correction, and print the id when acknowledged. */
  static final class Writer {
    public static void main(String[] args) {
      LuceneMemory memory = Samples.open(Path.of(args[0]));
      AtomicInteger next = new AtomicInteger();
      for (int thread = 0; thread < 8; thread++) {
        Thread.ofPlatform()
            .start(
                () -> {
                  while (true) {
                    String id = args[1] + "-" + next.incrementAndGet();
                    memory.record(Samples.exchange(id, NOON, "question " + id, false));
                    memory.record(Samples.correction("f-" + id, id, NOON, "better " + id));
                    System.out.println(id);
                  }
                });
      }
    }
  }
}
