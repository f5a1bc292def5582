package dev.nightshift.training;

import ai.djl.ndarray.NDManager;
import dev.nightshift.gguf.GgufFile;
import dev.nightshift.model.GradientProgram;
import dev.nightshift.model.ModelSpec;
import dev.nightshift.model.ModelWeights;
import dev.nightshift.model.PromptEncoder;
import dev.nightshift.model.WeightForm;
import dev.nightshift.tensor.NativeRuntime;
import java.util.List;
import java.util.function.Consumer;

/**
 * QLoRA on a GGUF file: the frozen weights stay quantised in memory and are dequantised where they
 * are used (arXiv 2305.14314, with the file's own quantisation in place of NF4), low-rank pairs are
 * trained on the answers' tokens.
 */
final class Trainer {
  private Trainer() {}

  /**
   * Trains as specified, going on from a checkpoint of the same run if there is one, and writes the
   * adapter into the output directory.
   *
   * @throws TrainingException INPUT, MODEL, DIVERGED, CHECKPOINT or IO
   */
  static TrainingReport train(TrainingSpec spec, Consumer<TrainingProgress> onProgress) {
    TrainingOptions options = spec.options();
    List<TrainingExample> examples = TrainingJson.readExamples(spec.examples());
    NativeRuntime.start(spec.threads());
    try (GgufFile file = GgufFile.open(spec.model());
        NDManager owner = NativeRuntime.newManager()) {
      ModelSpec model = ModelSpec.of(file);
      ExampleEncoder encoder =
          new ExampleEncoder(
              PromptEncoder.of(file), Math.min(options.maxTokens(), model.contextLength()));
      List<EncodedExample> encoded = examples.stream().map(encoder::encode).toList();
      int longest =
          encoded.stream()
              .flatMap(e -> e.wordings().stream())
              .mapToInt(w -> w.length)
              .max()
              .orElse(1);
      WeightForm form = WeightForm.QUANTISED;
      try (ModelWeights weights = ModelWeights.load(file, model, form, longest);
          GradientProgram program = GradientProgram.compile(model, form)) {
        LoraParameters parameters = LoraParameters.initial(owner, model, options);
        Checkpoint checkpoint = Checkpoint.of(spec, parameters);
        TrainingLoop loop =
            new TrainingLoop(options, encoded, program, weights, parameters, checkpoint);
        TrainingReport report = loop.run(onProgress);
        AdapterFiles.write(spec.output(), spec.model(), model, options, parameters, report);
        return report;
      }
    }
  }
}
