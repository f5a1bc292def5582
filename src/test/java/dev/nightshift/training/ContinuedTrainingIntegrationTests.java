package dev.nightshift.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.nightshift.gguf.GgufFile;
import dev.nightshift.gguf.GgufType;
import dev.nightshift.gguf.GgufWriter;
import dev.nightshift.inference.AdapterWeights;
import dev.nightshift.inference.EmbeddedEngine;
import dev.nightshift.inference.EngineSettings;
import dev.nightshift.model.ChatMessage;
import dev.nightshift.model.Projection;
import dev.nightshift.model.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A training that goes on from an adapter begins with what that adapter says. */
class ContinuedTrainingIntegrationTests {
  private static final TrainingResources RESOURCES =
      new TrainingResources(1, 0, TrainingResources.Precision.FLOAT32);
  private static final String QUESTION = "Colour?";
  private static final String ANSWER = "Teal.";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"llama", "qwen2", "phi3"})
  void the_first_loss_is_that_of_the_adapter_from_either_format(String architecture)
      throws IOException {
    Path model = TinyModel.write(folder.resolve("base.gguf"), architecture, GgufType.Q8_0);
    Path adapter = folder.resolve("first");
    train(spec(model, "first", null, 12));
    double evaluated = loss(model, adapter.resolve("adapter.gguf"));
    assertThat(evaluated).isLessThan(loss(model, null) - 0.02);

    double continued = train(spec(model, "second", adapter, 2)).getFirst();
    Path peft = Files.createDirectory(folder.resolve("peft"));
    for (String name : List.of("adapter_config.json", "adapter_model.safetensors")) {
      Files.copy(adapter.resolve(name), peft.resolve(name));
    }
    double imported = train(spec(model, "third", peft, 2)).getFirst();

    assertThat(continued).isCloseTo(evaluated, within(1e-3));
    assertThat(imported).isEqualTo(continued);
    assertThat(Files.readAllBytes(folder.resolve("third/adapter.gguf")))
        .isEqualTo(Files.readAllBytes(folder.resolve("second/adapter.gguf")));
    assertThat(loss(model, folder.resolve("second/adapter.gguf"))).isLessThan(evaluated);
  }

  @Test
  void projections_that_the_adapter_lacks_in_a_layer_begin_at_zero() throws IOException {
    Path model = TinyModel.write(folder.resolve("base.gguf"), "llama", GgufType.Q8_0);
    train(spec(model, "first", null, 12));
    Path adapter = folder.resolve("half.gguf");
    copyOnly("blk.1.", folder.resolve("first/adapter.gguf"), adapter);

    double continued = train(spec(model, "second", adapter, 2)).getFirst();

    assertThat(continued).isCloseTo(loss(model, adapter), within(1e-3));
  }

  @Test
  void an_interrupted_continuation_gives_the_same_adapter_as_an_uninterrupted_one()
      throws IOException {
    Path model = TinyModel.write(folder.resolve("base.gguf"), "llama", GgufType.Q8_0);
    Path adapter = folder.resolve("first");
    train(spec(model, "first", null, 4));
    train(spec(model, "whole", adapter, 6));
    TrainingSpec interrupted = spec(model, "parts", adapter, 6);
    assertThatThrownBy(() -> Trainer.train(interrupted, dyingAt(5)))
        .hasMessageContaining("killed at 5");

    TrainingReport report = Trainer.train(interrupted, progress -> {});

    assertThat(report.resumedAtStep()).isEqualTo(4);
    assertThat(Files.readAllBytes(folder.resolve("parts/adapter.gguf")))
        .isEqualTo(Files.readAllBytes(folder.resolve("whole/adapter.gguf")));
  }

  @Test
  void a_checkpoint_of_a_run_from_another_adapter_is_not_gone_on_from() throws IOException {
    Path model = TinyModel.write(folder.resolve("base.gguf"), "llama", GgufType.Q8_0);
    train(spec(model, "first", null, 4));
    train(spec(model, "other", null, 8));
    TrainingSpec interrupted = spec(model, "run", folder.resolve("first"), 6);
    assertThatThrownBy(() -> Trainer.train(interrupted, dyingAt(5))).isNotNull();

    TrainingReport report =
        Trainer.train(spec(model, "run", folder.resolve("other"), 6), progress -> {});

    assertThat(report.resumedAtStep()).isZero();
  }

  @Test
  void nor_is_one_of_another_model_of_the_same_name_and_size() throws IOException {
    Path model = TinyModel.write(folder.resolve("base.gguf"), "llama", GgufType.Q8_0);
    TrainingSpec interrupted = spec(model, "run", null, 6);
    assertThatThrownBy(() -> Trainer.train(interrupted, dyingAt(5))).isNotNull();
    byte[] bytes = Files.readAllBytes(model);
    bytes[bytes.length - 1] ^= 1;
    Files.write(model, bytes);

    TrainingReport report = Trainer.train(interrupted, progress -> {});

    assertThat(report.resumedAtStep()).isZero();
    bytes[bytes.length - 1] ^= 1;
    Files.write(model, bytes);
    assertThat(Trainer.train(interrupted, progress -> {}).resumedAtStep()).isZero();
  }

  private static Consumer<TrainingProgress> dyingAt(int step) {
    return progress -> {
      if (progress.step() == step) {
        throw new IllegalStateException("killed at " + step);
      }
    };
  }

  private static void copyOnly(String prefix, Path from, Path to) {
    try (GgufFile file = GgufFile.open(from)) {
      GgufWriter writer = new GgufWriter();
      file.metadata().values().forEach(writer::put);
      file.tensors().values().stream()
          .filter(tensor -> tensor.name().startsWith(prefix))
          .forEach(writer::copy);
      writer.write(to);
    }
  }

  /** The losses before each step. */
  private static List<Double> train(TrainingSpec spec) {
    List<Double> losses = new ArrayList<>();
    Trainer.train(spec, progress -> losses.add(progress.loss()));
    return losses;
  }

  private TrainingSpec spec(Path model, String name, @Nullable Path start, int epochs)
      throws IOException {
    Path rows = folder.resolve("examples.jsonl");
    TrainingExample example =
        new TrainingExample(List.of(QUESTION), ANSWER, TrainingExample.Kind.TARGET);
    Files.write(rows, TrainingJson.examples(List.of(example)));
    Path output = Files.createDirectories(folder.resolve(name));
    TrainingOptions options =
        new TrainingOptions(
            4,
            8,
            List.of(Projection.QUERY, Projection.KEY, Projection.OUTPUT, Projection.DOWN),
            1e-3,
            epochs,
            1,
            1,
            0,
            TrainingOptions.Schedule.CONSTANT,
            1,
            0,
            7,
            128,
            2,
            0,
            0);
    Path checkpoints = folder.resolve(name + "-points");
    return new TrainingSpec(model, rows, output, checkpoints, RESOURCES, options, start);
  }

  /** Mean cross entropy of the answer and its end, as the engine that serves computes it. */
  private static double loss(Path model, @Nullable Path adapter) {
    try (EmbeddedEngine engine = EmbeddedEngine.load(model, EngineSettings.defaults())) {
      AdapterWeights weights = adapter == null ? null : engine.adapter(adapter);
      int[] prompt = engine.prompts().encode(List.of(ChatMessage.user(QUESTION)), true);
      int[] answer = engine.prompts().tokenizer().encodeAfter(prompt, ANSWER);
      int[] whole = Arrays.copyOf(answer, answer.length + 1);
      whole[answer.length] = 1;
      double[] each = engine.logProbabilities(prompt, whole, weights);
      return -Arrays.stream(each).average().orElseThrow();
    }
  }
}
