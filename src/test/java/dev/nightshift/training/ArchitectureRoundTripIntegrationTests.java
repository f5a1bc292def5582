package dev.nightshift.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.nightshift.gguf.GgufType;
import dev.nightshift.inference.AdapterWeights;
import dev.nightshift.inference.EmbeddedEngine;
import dev.nightshift.inference.EngineSettings;
import dev.nightshift.model.ChatMessage;
import dev.nightshift.model.Projection;
import dev.nightshift.model.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a quantised model of each architecture has learned is what the engine computes with the
 * adapter's file, over the cache, token by token.
 */
class ArchitectureRoundTripIntegrationTests {
  private static final TrainingOptions OPTIONS =
      new TrainingOptions(
          8,
          16,
          List.of(Projection.values()),
          4e-3,
          40,
          1,
          1,
          0.03,
          TrainingOptions.Schedule.LINEAR,
          1,
          0,
          7,
          128,
          0,
          0,
          0);

  private static final TrainingResources RESOURCES =
      new TrainingResources(1, 0, TrainingResources.Precision.FLOAT32);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"llama", "qwen2", "qwen3", "gemma3", "phi3"})
  void serving_computes_what_training_reached(String architecture) throws IOException {
    Path model =
        TinyModel.write(folder.resolve(architecture + ".gguf"), architecture, GgufType.Q8_0);
    Path rows = folder.resolve("examples.jsonl");
    Files.write(rows, TrainingJson.examples(List.of(example("Colour?", "Teal."))));
    Path output = Files.createDirectories(folder.resolve("out"));
    TrainingSpec spec =
        new TrainingSpec(model, rows, output, folder.resolve("points"), RESOURCES, OPTIONS);
    List<Double> losses = Trainer.train(spec, progress -> {}).losses();
    try (EmbeddedEngine engine = EmbeddedEngine.load(model, EngineSettings.defaults())) {
      AdapterWeights adapter = engine.adapter(output.resolve("adapter.gguf"));
      double base = loss(engine, null);
      double taught = loss(engine, adapter);
      // Losses are of the epoch before the last step and of the first before any.
      assertThat(base).isCloseTo(losses.getFirst(), within(1e-3));
      assertThat(taught).isCloseTo(losses.getLast(), within(0.01 * base));
      assertThat(taught).isLessThan(0.8 * base);
    }
  }

  /** Mean cross entropy of the answer and its end. */
  private static double loss(EmbeddedEngine engine, @Nullable AdapterWeights adapter) {
    int[] prompt = engine.prompts().encode(List.of(ChatMessage.user("Colour?")), true);
    int[] answer = engine.prompts().tokenizer().encodeAfter(prompt, "Teal.");
    int[] whole = Arrays.copyOf(answer, answer.length + 1);
    whole[answer.length] = 1;
    return -Arrays.stream(engine.logProbabilities(prompt, whole, adapter)).average().orElseThrow();
  }

  private static TrainingExample example(String question, String answer) {
    return new TrainingExample(List.of(question), answer, TrainingExample.Kind.TARGET);
  }
}
