package dev.nightshift.memory;

import static dev.nightshift.memory.Samples.NOON;
import static dev.nightshift.memory.Samples.exchange;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryStatusTests {
  @TempDir Path directory;

  @Test
  void no_memory_is_absent_and_looking_makes_none() {
    assertThat(MemoryStatus.of(directory.resolve("none")).health())
        .isEqualTo(MemoryStatus.Health.ABSENT);
    assertThat(directory.resolve("none")).doesNotExist();
  }

  @Test
  void a_memory_in_use_tells_its_counts_and_who_uses_it() {
    try (LuceneMemory memory = Samples.open(directory)) {
      memory.record(exchange("e1", NOON, "q", false));

      MemoryStatus status = MemoryStatus.of(directory);

      assertThat(status.health()).isEqualTo(MemoryStatus.Health.HEALTHY);
      assertThat(status.counts()).isEqualTo(new ExchangeMemory.Counts(1, 1, 0));
      assertThat(status.holder().orElseThrow().pid()).isEqualTo(ProcessHandle.current().pid());
    }
    assertThat(MemoryStatus.of(directory).holder()).isEmpty();
  }

  @Test
  void a_memory_opened_twice_is_locked_and_says_by_whom() {
    try (LuceneMemory memory = Samples.open(directory)) {
      assertThat(memory.counts().exchanges()).isZero();
      assertThatThrownBy(() -> Samples.open(directory))
          .isInstanceOfSatisfying(
              MemoryException.class,
              e -> assertThat(e.code()).isEqualTo(MemoryException.Code.LOCKED))
          .hasMessageContaining("process " + ProcessHandle.current().pid());
    }
    Samples.open(directory).close();
  }

  @Test
  void damage_anywhere_is_noticed_by_status_and_refused_on_opening() throws IOException {
    fill();
    Random random = new Random(5);
    for (Path file : indexFiles()) {
      byte[] sound = Files.readAllBytes(file);
      byte[] damaged = sound.clone();
      damaged[random.nextInt(damaged.length)] ^= 0x40;
      Files.write(file, damaged);
      assertCorrupt(file + " with a flipped bit");
      Files.write(file, Arrays.copyOf(sound, sound.length / 2));
      assertCorrupt(file + " cut in half");
      Files.delete(file);
      assertCorrupt(file + " deleted");
      Files.write(file, sound);
    }
    assertThat(MemoryStatus.of(directory).health()).isEqualTo(MemoryStatus.Health.HEALTHY);
    Samples.open(directory).close();
  }

  @Test
  void a_lost_index_is_damage_and_not_a_new_memory() throws IOException {
    fill();
    for (Path file : indexFiles()) {
      Files.delete(file);
    }
    assertCorrupt("no file left");
  }

  @Test
  void a_kill_before_the_first_commit_leaves_no_damage() throws IOException {
    Path index = Files.createDirectories(directory.resolve("index"));
    Files.write(index.resolve("pending_segments_1"), new byte[10]);

    try (LuceneMemory memory = Samples.open(directory)) {
      memory.record(exchange("e1", NOON, "q", true));
      assertThat(memory.counts().exchanges()).isEqualTo(1);
    }
  }

  private void fill() {
    try (LuceneMemory memory = Samples.open(directory)) {
      memory.record(exchange("e1", NOON, "first question", false));
      memory.record(exchange("e2", NOON, "second question", true));
    }
  }

  private List<Path> indexFiles() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("index"))) {
      return files.filter(file -> !file.endsWith("write.lock")).sorted().toList();
    }
  }

  private void assertCorrupt(String what) {
    MemoryStatus status = MemoryStatus.of(directory);
    assertThat(status.health()).as(what).isEqualTo(MemoryStatus.Health.CORRUPT);
    assertThat(status.reason()).as(what).contains("damaged").contains("restore");
    assertThatThrownBy(() -> Samples.open(directory))
        .as(what)
        .isInstanceOfSatisfying(
            MemoryException.class,
            e -> assertThat(e.code()).isEqualTo(MemoryException.Code.CORRUPT));
  }
}
