package dev.nightshift.training;

import ai.djl.ndarray.NDManager;
import dev.nightshift.gguf.GgufFile;
import dev.nightshift.model.GradientProgram;
import dev.nightshift.model.ModelSpec;
import dev.nightshift.model.ModelWeights;
import dev.nightshift.model.PromptEncoder;
import dev.nightshift.model.PromptTime;
import dev.nightshift.model.WeightForm;
import dev.nightshift.model.WeightStorage;
import dev.nightshift.tensor.NativeRuntime;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * QLoRA on a GGUF file: the frozen weights are the file's quantised ones, dequantised where they
 * are used or, when there is the memory for it, once (arXiv 2305.14314, with the file's own
 * quantisation in place of NF4), low-rank pairs are trained on the answers' tokens.
 */
final class Trainer {
  private static final Logger log = LoggerFactory.getLogger(Trainer.class);

  private Trainer() {}

  /**
   * Trains as specified, going on from a checkpoint of the same run if there is one, and writes the
   * adapter into the output directory.
   *
   * @throws TrainingException INPUT, ADAPTER, MODEL, MEMORY, DIVERGED, CHECKPOINT or IO
   */
  static TrainingReport train(TrainingSpec spec, Consumer<TrainingProgress> onProgress) {
    TrainingOptions options = spec.options();
    List<TrainingExample> examples = TrainingJson.readExamples(spec.examples());
    NativeRuntime.start(spec.resources().threads());
    RunIdentity identity = RunIdentity.of(spec);
    Prepared run = prepare(spec, identity, examples);
    ModelSpec model = run.weights().spec();
    try (ModelWeights weights = run.weights();
        NDManager owner = NativeRuntime.newManager();
        GradientProgram program = GradientProgram.compile(model, run.plan().form())) {
      LoraParameters parameters = LoraParameters.initial(owner, model, options);
      if (spec.start() != null) {
        parameters.start(StartingAdapter.read(spec.start(), model), options);
      }
      Checkpoint checkpoint = Checkpoint.of(spec, identity, parameters, run.plan().form());
      TrainingLoop loop =
          new TrainingLoop(
              options,
              run.encoded().examples(),
              program,
              weights,
              run.plan(),
              run.plan().workspace(owner, program),
              parameters,
              checkpoint);
      TrainingReport report = loop.run(onProgress).leavingOut(run.encoded().leftOut());
      log.info(
          "{} MiB of memory were used, {} planned",
          report.peakMemoryBytes() >> 20,
          report.plannedMemoryBytes() >> 20);
      AdapterFiles.write(spec.output(), spec.model(), model, options, parameters, report);
      return report;
    }
  }

  private record Prepared(ExampleEncoder.Encoded encoded, MemoryPlan plan, ModelWeights weights) {}

  /** All that needs the file, which is closed before the training: it takes memory while open. */
  private static Prepared prepare(
      TrainingSpec spec, RunIdentity identity, List<TrainingExample> examples) {
    try (GgufFile file = GgufFile.open(spec.model())) {
      ModelSpec model = ModelSpec.of(file);
      TrainingOptions options = spec.options();
      ExampleEncoder encoder =
          new ExampleEncoder(
              PromptEncoder.of(file), Math.min(options.maxTokens(), model.contextLength()));
      ExampleEncoder.Encoded fitting = PromptTime.hold(() -> encoder.encode(examples));
      List<EncodedExample> encoded = fitting.examples();
      MemoryPlan plan =
          MemoryPlan.choose(
              model,
              WeightStorage.of(file),
              MemoryPlan.Load.of(encoded, options),
              options,
              forms(spec, identity),
              FreeMemory.limit(spec.resources()));
      log.info(
          "weights {}, activations of {} of {} layers kept, {} MiB planned",
          plan.form(),
          plan.keptLayers(),
          model.layers(),
          plan.bytes() >> 20);
      int longest =
          encoded.stream()
              .flatMap(e -> e.wordings().stream())
              .mapToInt(w -> w.length)
              .max()
              .orElse(1);
      return new Prepared(fitting, plan, ModelWeights.load(file, model, plan.form(), longest));
    }
  }

  /** A run that goes on computes as it began: the same form if it fits, the same precision. */
  private static List<WeightForm> forms(TrainingSpec spec, RunIdentity identity) {
    Optional<WeightForm> before = Checkpoint.form(spec, identity);
    if (before.isEmpty()) {
      return MemoryPlan.forms(PrecisionProbe.halves(spec.resources().precision()));
    }
    List<WeightForm> forms =
        MemoryPlan.forms(before.get().elementBytes() == WeightForm.BFLOAT16.elementBytes());
    return before.get().isQuantised() ? List.of(before.get()) : forms;
  }
}
