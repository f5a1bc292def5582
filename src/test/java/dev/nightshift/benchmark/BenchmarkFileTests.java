package dev.nightshift.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchmarkFileTests {
  private static final String MBPP =
      "{\"task_id\": 7, \"text\": \"t\", \"code\": \"c\", \"test_list\": []}";
  private static final String HUMANEVAL =
      "{\"task_id\": \"HumanEval/3\", \"prompt\": \"p\", \"test\": \"t\", \"entry_point\": \"e\"}";

  @TempDir Path folder;

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("problems"), bytes);
  }

  private BenchmarkFile read(String text) throws IOException {
    return BenchmarkFile.read(file(text.getBytes(StandardCharsets.UTF_8)), null);
  }

  @Test
  void each_line_is_a_problem_of_the_format_that_its_fields_say() throws IOException {
    BenchmarkFile file = read("\ufeff" + MBPP + "\r\n\n" + HUMANEVAL + "\n");

    assertThat(file.refused()).isEmpty();
    assertThat(file.problems())
        .extracting(Problem::line, Problem::taskId, Problem::format)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(1, "mbpp-7", BenchmarkFormat.MBPP),
            org.assertj.core.groups.Tuple.tuple(3, "HumanEval-3", BenchmarkFormat.HUMANEVAL));
  }

  @Test
  void what_is_wrong_is_said_with_its_line_and_the_others_are_read() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write("{\"task_id\": 1,\n[]\n{\"task_id\": 2}\n".getBytes(StandardCharsets.UTF_8));
    bytes.write(new byte[] {'"', (byte) 0xff, '"', '\n'});
    String rest =
        MBPP
            + "\n"
            + MBPP
            + "\n"
            + MBPP.replace("7", "\"../x\"")
            + " junk\n"
            + MBPP.replace("7", "\"../..\"")
            + "\n"
            + MBPP.replace("7", "null");
    bytes.write(rest.getBytes(StandardCharsets.UTF_8));

    BenchmarkFile file = BenchmarkFile.read(file(bytes.toByteArray()), null);

    assertThat(file.problems()).extracting(Problem::line).containsExactly(5);
    assertThat(file.refused())
        .extracting(ImportReport.Refused::line)
        .containsExactly(1, 2, 3, 4, 6, 7, 8, 9);
    assertThat(file.refused().get(3).problem()).isEqualTo("is not UTF-8");
    assertThat(file.refused().get(4).problem()).contains("mbpp-7, after line 5");
  }

  @Test
  void an_array_and_a_compressed_file_are_read_too() throws IOException {
    BenchmarkFile array = read("[\n" + MBPP + ",\n 5,\n" + HUMANEVAL + ",\n{\"task_id\": }]");
    assertThat(array.problems()).extracting(Problem::line).containsExactly(2, 4);
    assertThat(array.refused()).extracting(ImportReport.Refused::line).containsExactly(3, 5);

    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(HUMANEVAL.getBytes(StandardCharsets.UTF_8));
    }
    BenchmarkFile zipped = BenchmarkFile.read(file(bytes.toByteArray()), null);
    assertThat(zipped.problems()).extracting(Problem::id).containsExactly("HumanEval/3");
    byte[] cut = java.util.Arrays.copyOf(bytes.toByteArray(), bytes.size() - 12);
    assertThatThrownBy(() -> BenchmarkFile.read(file(cut), null))
        .isInstanceOf(BenchmarkException.class)
        .hasMessageContaining("cannot be read");
  }
}
