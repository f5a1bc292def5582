package dev.nightshift.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.home.DurableLines;
import dev.nightshift.reliability.DiskModel.Cut;
import dev.nightshift.reliability.Operation.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** After a failed sync the kernel may drop what it could not write, and the next sync succeeds. */
class FailedSyncTests {
  @TempDir Path folder;

  /** What fails now. */
  private final AtomicInteger refusals = new AtomicInteger();

  private volatile Set<Kind> refused = Set.of();

  private Path file;
  private Disk disk;

  @BeforeEach
  void open() throws IOException {
    Path live = Files.createDirectory(folder.resolve("live"));
    disk = new Disk(live);
    file = disk.path().resolve("lines.jsonl");
    disk.inject(
        operation -> {
          if (refused.contains(operation.kind()) && refusals.getAndDecrement() > 0) {
            throw new IOException("Input/output error");
          }
        });
  }

  private DurableLines lines() {
    return new DurableLines(file, line -> line.endsWith("}"));
  }

  private void refuse(int times, Kind... kinds) {
    refused = Set.of(kinds);
    refusals.set(times);
  }

  private void fails(DurableLines lines, String line) {
    assertThatThrownBy(() -> lines.append(line)).isInstanceOf(IOException.class);
  }

  /** What a power cut now would leave of the file. */
  private String left() throws IOException {
    Path after = Files.createTempDirectory(folder, "after");
    disk.cut(Cut.ALL_UNSYNCED_LOST, after);
    return Files.readString(after.resolve("lines.jsonl"));
  }

  @Test
  void a_line_after_a_failed_sync_follows_what_is_on_the_disk() throws IOException {
    try (DurableLines lines = lines()) {
      lines.append("{1}");
      refuse(1, Kind.SYNC);
      fails(lines, "{2}");
      assertThat(Files.readString(file)).isEqualTo("{1}\n");

      lines.append("{3}");
      assertThat(left()).isEqualTo("{1}\n{3}\n");
    }
  }

  @Test
  void the_very_first_line_too_may_fail() throws IOException {
    try (DurableLines lines = lines()) {
      refuse(1, Kind.SYNC);
      fails(lines, "{1}");
      lines.append("{2}");
      assertThat(left()).isEqualTo("{2}\n");
    }
  }

  @Test
  void while_the_file_cannot_be_cut_back_nobody_appends_to_it() throws IOException {
    DurableLines first = lines();
    first.append("{1}");
    refuse(Integer.MAX_VALUE, Kind.SYNC, Kind.TRUNCATE);
    fails(first, "{2}");
    fails(first, "{3}");
    DurableLines second = lines();
    fails(second, "{4}");
    refuse(0);

    second.append("{5}");
    first.append("{6}");
    assertThat(left()).isEqualTo("{1}\n{5}\n{6}\n");
    first.close();
    second.close();
  }

  @Test
  void half_a_line_that_looks_whole_is_taken_away_when_its_write_fails() throws IOException {
    try (DurableLines lines = lines()) {
      lines.append("{1}");
      AtomicInteger writes = new AtomicInteger();
      disk.inject(
          new Injector() {
            @Override
            public void before(Operation operation) throws IOException {
              if (operation.kind() == Kind.WRITE && writes.getAndIncrement() == 1) {
                throw new IOException("No space left on device");
              }
            }

            @Override
            public int allowed(Operation operation, int bytes) {
              return Math.min(bytes, "{{}".length());
            }
          });
      fails(lines, "{{}, more}");
      assertThat(Files.readString(file)).isEqualTo("{1}\n");
      lines.append("{2}");
      assertThat(left()).isEqualTo("{1}\n{2}\n");
    }
  }

  @Test
  void a_file_that_was_replaced_meanwhile_is_left_as_it_is() throws IOException {
    DurableLines lines = lines();
    lines.append("{1}");
    refuse(Integer.MAX_VALUE, Kind.SYNC, Kind.TRUNCATE);
    fails(lines, "{2}");
    refuse(0);
    Files.move(file, file.resolveSibling("moved"));
    Files.writeString(file, "{a longer one}\n");

    lines.append("{3}");
    assertThat(Files.readString(file)).isEqualTo("{a longer one}\n{3}\n");
    lines.close();
  }

  @Test
  void who_rewrites_the_file_does_not_see_what_failed() throws IOException {
    DurableLines lines = lines();
    lines.append("{1}");
    refuse(2, Kind.SYNC); // The line's, and the one that would end the taking back.
    fails(lines, "{2}");
    assertThat(refusals).hasNonPositiveValue();
    StringBuilder seen = new StringBuilder();
    DurableLines.whileNoneAppends(file, () -> seen.append(Files.readString(file)));
    assertThat(seen).hasToString("{1}\n");
    lines.close();
  }

  @Test
  void of_many_at_once_each_that_was_acknowledged_is_there_and_none_in_pieces() throws Exception {
    AtomicInteger syncs = new AtomicInteger();
    disk.inject(
        operation -> {
          if (operation.kind() == Kind.SYNC && syncs.incrementAndGet() % 3 == 0) {
            throw new IOException("Input/output error");
          }
        });
    ConcurrentLinkedQueue<String> acknowledged = new ConcurrentLinkedQueue<>();
    DurableLines lines = lines();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 200; i++) {
        String line = "{" + i + "}";
        threads.execute(
            () -> {
              try {
                lines.append(line);
                acknowledged.add(line);
              } catch (IOException _) {
                // Not acknowledged.
              }
            });
      }
    }
    disk.mend();
    lines.close();
    List<String> left = left().lines().toList();
    assertThat(left).doesNotHaveDuplicates().containsAll(acknowledged);
    assertThat(left)
        .isSubsetOf(
            IntStream.range(0, 200).mapToObj(i -> "{" + i + "}").collect(Collectors.toSet()));
  }
}
