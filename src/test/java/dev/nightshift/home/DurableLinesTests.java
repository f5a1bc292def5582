package dev.nightshift.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableLinesTests {
  @TempDir Path directory;

  @SuppressWarnings("NullAway.Init")
  private Path file;

  @BeforeEach
  void name() {
    file = directory.resolve("new/folder/lines.jsonl");
  }

  private DurableLines lines() {
    return new DurableLines(file, line -> line.endsWith("}"));
  }

  private void write(String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void lines_follow_each_other_also_after_a_restart() throws IOException {
    try (DurableLines lines = lines()) {
      lines.append("{1}");
      lines.append("{ä}");
    }
    try (DurableLines lines = lines()) {
      lines.append("{3}");
    }
    assertThat(Files.readString(file)).isEqualTo("{1}\n{ä}\n{3}\n");
    assertThatThrownBy(() -> lines().append("{\n}")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void half_a_line_that_a_crash_left_is_taken_away() throws IOException {
    write("{1}\n{half of ");
    lines().append("{2}");
    assertThat(Files.readString(file)).isEqualTo("{1}\n{2}\n");

    write("{only half");
    lines().append("{2}");
    assertThat(Files.readString(file)).isEqualTo("{2}\n");
  }

  @Test
  void a_whole_line_that_lacks_its_end_is_ended() throws IOException {
    String longer = "{" + "x".repeat(20_000) + "}";
    write("{1}\n" + longer);
    lines().append("{2}");
    assertThat(Files.readString(file)).isEqualTo("{1}\n" + longer + "\n{2}\n");
  }

  @Test
  void a_file_that_is_moved_away_is_begun_anew() throws IOException {
    try (DurableLines lines = lines()) {
      lines.append("{1}");
      Files.move(file, directory.resolve("rotated"));
      lines.append("{2}");
    }
    assertThat(Files.readString(file)).isEqualTo("{2}\n");
    assertThat(Files.readString(directory.resolve("rotated"))).isEqualTo("{1}\n");
  }

  @Test
  void what_many_append_together_stands_there_whole_and_once() throws Exception {
    try (DurableLines lines = lines();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        String line = "{" + i + " " + "x".repeat(i) + "}";
        done.add(
            threads.submit(
                () -> {
                  lines.append(line);
                  return Files.readString(file).contains(line + "\n");
                }));
      }
      for (Future<?> each : done) {
        assertThat(each.get()).isEqualTo(true);
      }
    }
    assertThat(Files.readAllLines(file))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 200).mapToObj(i -> "{" + i + " " + "x".repeat(i) + "}").toList());
  }
}
