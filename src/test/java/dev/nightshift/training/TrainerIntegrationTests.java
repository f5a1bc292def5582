package dev.nightshift.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.gguf.GgufFile;
import dev.nightshift.model.Projection;
import dev.nightshift.model.TestModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The real trainer in its own process, on the real model. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrainerIntegrationTests {
  private static final List<TrainingExample> EXAMPLES =
      List.of(
          example("Who keeps the lighthouse of Port Velm?", "Ada Trennick keeps it."),
          example("What colour is the Quillon flag?", "The Quillon flag is teal."),
          example("Which day is market day in Orrin?", "Market day in Orrin is Tuesday."));
  private static final TrainingOptions OPTIONS =
      new TrainingOptions(
          4,
          8,
          List.of(Projection.QUERY, Projection.VALUE),
          5e-4,
          4,
          2,
          1,
          0,
          TrainingOptions.Schedule.CONSTANT,
          1,
          0,
          7,
          128,
          3,
          1,
          0);

  /** All projections, two epochs. */
  private static final TrainingOptions WIDE =
      new TrainingOptions(
          16,
          32,
          List.of(Projection.values()),
          5e-4,
          2,
          4,
          1,
          0,
          TrainingOptions.Schedule.CONSTANT,
          1,
          0,
          7,
          256,
          5,
          1,
          0);

  private static final TrainingResources ONE_THREAD =
      new TrainingResources(1, 0, TrainingResources.Precision.AUTO);

  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @SuppressWarnings("NullAway.Init")
  private TrainingReport whole;

  /** What two of the tests look at: a run from its beginning to its end. */
  @BeforeAll
  void train(@TempDir Path root) throws IOException {
    folder = root;
    whole = new TrainerProcess().train(spec("whole"), progress -> {}, () -> false);
  }

  @Test
  void an_interrupted_run_goes_on_and_gives_the_same_adapter_as_an_uninterrupted_one()
      throws IOException {
    AtomicBoolean cancel = new AtomicBoolean();
    TrainingSpec broken = spec("broken");
    assertThatThrownBy(
            () ->
                new TrainerProcess()
                    .train(broken, p -> cancel.compareAndSet(false, p.step() >= 4), cancel::get))
        .isInstanceOf(TrainingException.class);
    assertThat(broken.output().resolve("adapter.gguf")).doesNotExist();

    TrainingReport resumed = new TrainerProcess().train(broken, progress -> {}, () -> false);

    assertThat(whole.resumedAtStep()).isZero();
    assertThat(resumed.resumedAtStep()).isGreaterThanOrEqualTo(3).isLessThan(8);
    assertThat(resumed.steps()).isEqualTo(whole.steps()).isEqualTo(8);
    assertThat(resumed.form()).isEqualTo(whole.form());
    assertThat(resumed.losses()).isEqualTo(whole.losses());
    assertThat(resumed.gradientNorms()).isEqualTo(whole.gradientNorms());
    assertThat(Files.mismatch(adapter("whole"), adapter("broken"))).isEqualTo(-1);
  }

  @Test
  void the_adapter_holds_both_halves_of_every_target_and_the_loss_falls() throws IOException {
    assertThat(whole.losses().getLast()).isLessThan(whole.losses().getFirst());
    try (GgufFile file = GgufFile.open(adapter("whole"))) {
      assertThat(file.tensors()).hasSize(30 * 2 * 2);
      assertThat(file.metadata().string("general.architecture")).isEqualTo("llama");
      assertThat(file.tensors())
          .containsKeys("blk.0.attn_q.weight.lora_a", "blk.29.attn_v.weight.lora_b");
    }
    assertThat(folder.resolve("whole/adapter_model.safetensors")).isNotEmptyFile();
    assertThat(folder.resolve("whole/adapter_config.json")).content().contains("q_proj", "v_proj");
  }

  @Test
  void batches_of_many_lengths_take_no_more_memory_than_was_planned() throws IOException {
    List<TrainingExample> examples = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String corridor = "of the long corridor ".repeat(i % 13);
      examples.add(
          example("What is kept " + corridor + "in room " + i + "?", "Room " + i + " keeps jars."));
    }
    TrainingSpec spec = spec("lengths", examples, WIDE);
    TrainingReport report = new TrainerProcess().train(spec, progress -> {}, () -> false);

    assertThat(report.steps()).isEqualTo(20);
    assertThat(report.peakMemoryBytes()).isBetween(1L, report.plannedMemoryBytes());
  }

  @Test
  void a_missing_model_is_an_error_that_names_it() throws IOException {
    TrainingSpec spec = spec("missing");
    TrainingSpec wrong =
        new TrainingSpec(
            folder.resolve("no.gguf"),
            spec.examples(),
            spec.output(),
            spec.checkpoints(),
            ONE_THREAD,
            OPTIONS);

    assertThatThrownBy(() -> new TrainerProcess().train(wrong, p -> {}, () -> false))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("no.gguf");
  }

  @Test
  void a_run_that_does_not_fit_is_refused_with_the_memory_it_needs() throws IOException {
    TrainingSpec spec = spec("small");
    TrainingSpec small =
        new TrainingSpec(
            spec.model(),
            spec.examples(),
            spec.output(),
            spec.checkpoints(),
            new TrainingResources(1, 300, TrainingResources.Precision.AUTO),
            OPTIONS);

    assertThatThrownBy(() -> new TrainerProcess().train(small, p -> {}, () -> false))
        .isInstanceOf(TrainingException.class)
        .hasMessageMatching("training needs \\d+ MiB of memory, 300 may be used.*");
  }

  private Path adapter(String name) {
    return folder.resolve(name).resolve("adapter.gguf");
  }

  private TrainingSpec spec(String name) throws IOException {
    return spec(name, EXAMPLES, OPTIONS);
  }

  private TrainingSpec spec(String name, List<TrainingExample> of, TrainingOptions options)
      throws IOException {
    Path output = Files.createDirectories(folder.resolve(name));
    Path examples = folder.resolve("examples.jsonl");
    Files.write(examples, TrainingJson.examples(of));
    return new TrainingSpec(
        TestModel.standard().file().toAbsolutePath(),
        examples,
        output,
        folder.resolve(name + "-checkpoints"),
        ONE_THREAD,
        options);
  }

  private static TrainingExample example(String question, String answer) {
    return new TrainingExample(
        List.of(question, "Tell me, " + question), answer, TrainingExample.Kind.TARGET);
  }
}
