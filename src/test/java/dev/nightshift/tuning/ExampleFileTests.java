package dev.nightshift.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.corpus.TrainingRow;
import dev.nightshift.evaluation.AnswerMatch;
import dev.nightshift.training.TrainingExample;
import dev.nightshift.training.TrainingJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which examples an attempt trains on, while the memory that is replayed goes on growing. */
class ExampleFileTests {
  private static final List<TrainingRow> ROWS =
      List.of(CorrectedRow.of("Who keeps the light?", "Ada Vole."));
  private static final TrainingExample EARLY = replay("Is water wet?");
  private static final TrainingExample LATE = replay("Is ice cold?");

  @TempDir Path folder;

  @Test
  void a_begun_run_keeps_its_examples_when_the_memory_has_grown() throws IOException {
    write(ROWS, List.of(EARLY));
    byte[] before = bytes();
    checkpoint();

    List<TrainingExample> examples = write(ROWS, List.of(EARLY, LATE));

    assertThat(new ExampleFile(folder).replayedExchanges()).containsExactly("e1");
    assertThat(bytes()).isEqualTo(before);
    assertThat(examples).isEqualTo(TrainingJson.readExamples(folder.resolve("examples.jsonl")));
    assertThat(examples).contains(EARLY).doesNotContain(LATE);
  }

  @Test
  void a_run_without_a_checkpoint_takes_what_is_known_now() throws IOException {
    write(ROWS, List.of(EARLY));

    assertThat(write(ROWS, List.of(EARLY, LATE))).contains(LATE);
    assertThat(new String(bytes(), StandardCharsets.UTF_8)).contains("ice");
  }

  @Test
  void a_begun_run_that_shall_teach_something_else_begins_anew() throws IOException {
    write(ROWS, List.of(EARLY));
    checkpoint();

    List<TrainingRow> corrected = List.of(CorrectedRow.of("Who keeps the light?", "Ben Vole."));

    assertThat(write(corrected, List.of(LATE))).contains(LATE).doesNotContain(EARLY);
  }

  @Test
  void what_was_sealed_since_is_not_trained_on() throws IOException {
    write(ROWS, List.of(EARLY));
    checkpoint();
    Set<String> sealed = Set.of(AnswerMatch.normalized("Is water wet?"));

    List<TrainingExample> examples =
        new ExampleFile(folder)
            .write(
                ROWS,
                new Replay(List.of(EARLY, LATE), List.of()),
                new Curriculum(TuningSettings.defaults(), sealed));

    assertThat(examples).contains(LATE).doesNotContain(EARLY);
  }

  @Test
  void examples_that_cannot_be_read_are_made_anew() throws IOException {
    Files.writeString(folder.resolve("examples.jsonl"), "{\"questions\":[\n");
    checkpoint();

    assertThat(write(ROWS, List.of(LATE))).contains(LATE);
    assertThat(TrainingJson.readExamples(folder.resolve("examples.jsonl"))).contains(LATE);
  }

  private List<TrainingExample> write(List<TrainingRow> rows, List<TrainingExample> replay)
      throws IOException {
    Curriculum curriculum = new Curriculum(TuningSettings.defaults(), Set.of());
    return new ExampleFile(folder).write(rows, new Replay(replay, exchanges(replay)), curriculum);
  }

  private static List<String> exchanges(List<TrainingExample> replay) {
    return IntStream.rangeClosed(1, replay.size()).mapToObj(i -> "e" + i).toList();
  }

  private byte[] bytes() throws IOException {
    return Files.readAllBytes(folder.resolve("examples.jsonl"));
  }

  private void checkpoint() throws IOException {
    Files.createFile(folder.resolve("checkpoint.bin"));
  }

  private static TrainingExample replay(String question) {
    return new TrainingExample(List.of(question), "Yes.", TrainingExample.Kind.REPLAY);
  }
}
