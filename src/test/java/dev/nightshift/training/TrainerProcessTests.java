package dev.nightshift.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.model.WeightForm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the parent reads a trainer: a shell script stands in for the child. */
class TrainerProcessTests {
  private static final String REPORT =
      TrainingJson.line(
          new TrainerEvent(
              null,
              new TrainingReport(
                  2,
                  1,
                  List.of(0.5),
                  List.of(1.0, 2.0),
                  0.5,
                  10,
                  1,
                  0,
                  0,
                  WeightForm.BFLOAT16,
                  0,
                  "done",
                  List.of("Long?")),
              null));
  private static final String PROGRESS =
      TrainingJson.line(
          new TrainerEvent(new TrainingProgress(1, 2, 1, 1, 0.7, 1.5, 100, 3), null, null));

  @TempDir Path folder;
  private TrainingSpec spec;

  @BeforeEach
  void specification() {
    spec =
        new TrainingSpec(
            folder.resolve("m.gguf"),
            folder.resolve("e.jsonl"),
            folder,
            folder.resolve("checkpoints"),
            TrainingResources.automatic(),
            TrainingOptions.defaults());
  }

  @Test
  void progress_is_told_and_the_report_returned() throws IOException {
    List<TrainingProgress> told = new ArrayList<>();

    TrainingReport report =
        child("echo '" + PROGRESS + "'\necho some library says hello\necho '" + REPORT + "'")
            .train(spec, told::add, () -> false);

    assertThat(told).extracting(TrainingProgress::step).containsExactly(1);
    assertThat(report.steps()).isEqualTo(2);
    assertThat(report.leftOut()).containsExactly("Long?");
    assertThat(TrainingJson.readSpec(folder.resolve("checkpoints/spec.json"))).isEqualTo(spec);
  }

  @Test
  void a_child_that_dies_is_a_failure_that_says_where_to_look() throws IOException {
    TrainerProcess dying = child("echo '" + PROGRESS + "'\necho no memory >&2\nkill -9 $$");

    assertThatThrownBy(() -> dying.train(spec, p -> {}, () -> false))
        .isInstanceOfSatisfying(
            TrainingException.class,
            e -> assertThat(e.code()).isEqualTo(TrainingException.Code.PROCESS))
        .hasMessageContaining("trainer.log");
    assertThat(folder.resolve("checkpoints/trainer.log")).content().contains("no memory");
  }

  @Test
  void a_child_that_ends_well_but_says_nothing_is_a_failure() throws IOException {
    TrainerProcess silent = child("exit 0");

    assertThatThrownBy(() -> silent.train(spec, p -> {}, () -> false))
        .hasMessageContaining("no report");
  }

  @Test
  void what_the_child_reports_as_failure_is_thrown_with_its_code() throws IOException {
    String failure =
        TrainingJson.line(
            new TrainerEvent(
                null,
                null,
                new TrainerEvent.Failure(TrainingException.Code.DIVERGED, "loss is NaN")));
    TrainerProcess failing = child("echo '" + failure + "'\nexit 1");

    assertThatThrownBy(() -> failing.train(spec, p -> {}, () -> false))
        .isInstanceOfSatisfying(
            TrainingException.class,
            e -> assertThat(e.code()).isEqualTo(TrainingException.Code.DIVERGED))
        .hasMessage("loss is NaN");
  }

  @Test
  void cancelling_ends_the_child() throws IOException {
    TrainerProcess sleeping = child("exec sleep 600");

    assertThatThrownBy(() -> sleeping.train(spec, p -> {}, () -> true))
        .isInstanceOfSatisfying(
            TrainingException.class,
            e -> assertThat(e.code()).isEqualTo(TrainingException.Code.CANCELLED));
  }

  private TrainerProcess child(String script) throws IOException {
    Path file = folder.resolve("child.sh");
    Files.writeString(file, script + "\n");
    return new TrainerProcess(specification -> List.of("sh", file.toString()));
  }
}
