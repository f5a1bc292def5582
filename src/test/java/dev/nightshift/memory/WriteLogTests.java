package dev.nightshift.memory;

import static dev.nightshift.memory.Samples.NOON;
import static dev.nightshift.memory.Samples.correction;
import static dev.nightshift.memory.Samples.exchange;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.exchange.Context;
import dev.nightshift.exchange.Exchange;
import dev.nightshift.exchange.Exchanges;
import dev.nightshift.exchange.Feedback;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteLogTests {
  @TempDir Path directory;

  @Test
  void what_was_logged_is_read_as_it_was_and_numbered_on_after_opening_again() {
    Exchange plain = exchange("e1", NOON, "Gr\u00fc\u00df Gott, wo ist \ud83d\ude00?", false);
    Exchange other =
        Exchanges.in(
            new Context("phi3", true, 2, true), exchange("e2", NOON, "second\nline", true));
    Feedback said = correction("f1", "e1", NOON, "\"there\"");
    Feedback comment = new Feedback("f2", "e2", NOON, "bob", Feedback.Kind.COMMENT, null, "well");
    try (WriteLog log = WriteLog.open(directory, 0)) {
      log.append(List.of(plain, other), List.of(said));
      log.append(List.of(), List.of(comment));
    }
    try (WriteLog log = WriteLog.open(directory, 0)) {
      log.append(List.of(), List.of(said));
    }

    assertThat(WriteLog.after(0, directory))
        .containsExactly(
            new Frame(1, List.of(plain, other), List.of(said)),
            new Frame(2, List.of(), List.of(comment)),
            new Frame(3, List.of(), List.of(said)));
    assertThat(WriteLog.after(2, directory)).hasSize(1);
  }

  @Test
  void half_a_character_is_no_reason_to_lose_a_question() {
    try (WriteLog log = WriteLog.open(directory, 0)) {
      log.append(List.of(exchange("e1", NOON, "half \ud83d of one", false)), List.of());
    }
    assertThat(WriteLog.after(0, directory).getFirst().exchanges().getFirst().question())
        .startsWith("half ")
        .endsWith(" of one");
  }

  @Test
  void what_the_index_has_is_taken_out_and_its_bytes_are_gone() throws IOException {
    try (WriteLog log = WriteLog.open(directory, 0)) {
      log.append(List.of(exchange("e1", NOON, "first", false)), List.of());
      log.append(List.of(exchange("e2", NOON, "second", false)), List.of());

      log.release(1);
      assertThat(WriteLog.after(1, directory)).hasSize(1);
      log.release(2);
      assertThat(WriteLog.after(0, directory)).isEmpty();
      assertThat(bytes()).isZero();

      log.append(List.of(exchange("e3", NOON, "third", false)), List.of());
      assertThat(WriteLog.after(0, directory)).extracting(Frame::number).containsExactly(3L);
    }
  }

  @Test
  void a_file_that_was_ended_goes_while_others_are_written() {
    try (WriteLog log = WriteLog.open(directory, 0)) {
      log.append(List.of(exchange("e1", NOON, "first", false)), List.of());
      log.end();
      log.append(List.of(exchange("e2", NOON, "second", false)), List.of());

      log.release(1);

      assertThat(WriteLog.after(0, directory)).extracting(Frame::number).containsExactly(2L);
    }
  }

  @Test
  void a_write_that_was_cut_off_anywhere_is_left_out_and_what_was_before_it_counts()
      throws IOException {
    Path file = twoFrames();
    byte[] whole = Files.readAllBytes(file);
    int second = whole.length / 2;
    for (int length = second; length < whole.length; length += 7) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThat(WriteLog.after(0, directory)).as("%d bytes", length).hasSize(1);
    }
    byte[] unordered = whole.clone();
    Arrays.fill(unordered, whole.length - 20, whole.length - 10, (byte) 0);
    Files.write(file, unordered);

    try (WriteLog log = WriteLog.open(directory, 0)) {
      log.append(List.of(exchange("e3", NOON, "third", false)), List.of());
    }

    assertThat(WriteLog.after(0, directory))
        .extracting(frame -> frame.exchanges().getFirst().id())
        .containsExactly("e1", "e3");
  }

  @Test
  void what_was_written_ahead_is_neither_a_frame_nor_a_write_that_was_cut_off(@TempDir Path copies)
      throws IOException {
    try (WriteLog log = WriteLog.open(directory, 0)) {
      log.append(List.of(exchange("e1", NOON, "first", false)), List.of());
      Path killed = copies.resolve("0.log");
      byte[] whole = Files.readAllBytes(onlyFile());
      Files.write(killed, whole);
      assertThat(whole).as("written ahead").endsWith(new byte[1000]);

      assertThat(WriteLog.after(0, copies)).hasSize(1);
      assertThat(WriteLog.cutOff(copies)).isZero();
      int end = frameEnd(whole);
      Files.write(killed, Arrays.copyOf(Arrays.copyOf(whole, end - 9), whole.length));
      assertThat(WriteLog.after(0, copies)).isEmpty();
      assertThat(WriteLog.cutOff(copies)).isEqualTo(end - 9);
    }
    byte[] closed = Files.readAllBytes(onlyFile());
    assertThat(closed).as("closed").hasSize(frameEnd(closed));
  }

  @Test
  void a_file_that_has_become_long_is_followed_by_another_and_none_of_it_is_lost()
      throws IOException {
    String long100k = "0123456789".repeat(10_000);
    try (WriteLog log = WriteLog.open(directory, 0)) {
      for (int i = 1; i <= 50; i++) {
        log.append(List.of(exchange("e" + i, NOON, long100k + i, false)), List.of());
      }
      assertThat(files()).hasSize(3);
      assertThat(WriteLog.after(0, directory))
          .extracting(Frame::number)
          .containsExactlyElementsOf(LongStream.rangeClosed(1, 50).boxed().toList());
      assertThat(WriteLog.cutOff(directory)).isZero();

      log.release(30);
      assertThat(files()).hasSize(2);
      log.release(50);
      assertThat(bytes()).isZero();
    }
  }

  @Test
  void damage_before_good_frames_is_refused_and_says_what_to_do() throws IOException {
    Path file = twoFrames();
    byte[] whole = Files.readAllBytes(file);
    for (int at = 0; at < whole.length / 2; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 0x20;
      Files.write(file, damaged);
      assertThatThrownBy(() -> WriteLog.after(0, directory))
          .as("byte %d", at)
          .isInstanceOfSatisfying(
              MemoryException.class,
              e -> assertThat(e.code()).isEqualTo(MemoryException.Code.CORRUPT))
          .hasMessageContaining(file.toString())
          .hasMessageContaining("restore");
    }
  }

  @Test
  void a_log_that_cannot_be_written_says_so() throws IOException {
    Path file = Files.writeString(directory.resolve("log"), "not a directory");
    assertThatThrownBy(() -> WriteLog.open(file, 0))
        .isInstanceOfSatisfying(
            MemoryException.class, e -> assertThat(e.code()).isEqualTo(MemoryException.Code.IO));
  }

  /** Two frames of the same length in one file. */
  private Path twoFrames() throws IOException {
    try (WriteLog log = WriteLog.open(directory, 0)) {
      log.append(List.of(exchange("e1", NOON, "first", false)), List.of());
      log.append(List.of(exchange("e2", NOON, "other", false)), List.of());
    }
    return onlyFile();
  }

  private Path onlyFile() throws IOException {
    List<Path> files = files();
    assertThat(files).hasSize(1);
    return files.getFirst();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  /** Where a file's zeros begin: the text of a frame ends with a bracket. */
  private static int frameEnd(byte[] file) {
    int end = file.length;
    while (file[end - 1] == 0) {
      end--;
    }
    return end;
  }

  private long bytes() throws IOException {
    return files().stream().mapToLong(file -> file.toFile().length()).sum();
  }
}
