package dev.nightshift.training;

import dev.nightshift.home.AtomicFiles;
import dev.nightshift.model.ModelSpec;
import dev.nightshift.model.Projection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes what was trained: the GGUF LoRA that is served, the PEFT directory for others, and the
 * training report.
 */
final class AdapterFiles {
  private AdapterFiles() {}

  /**
   * Writes {@code adapter.gguf}, {@code adapter_model.safetensors}, {@code adapter_config.json} and
   * {@code training_report.json}.
   *
   * @throws TrainingException DIVERGED when a value is not finite, IO
   */
  static void write(
      Path output,
      Path model,
      ModelSpec spec,
      TrainingOptions options,
      LoraParameters parameters,
      TrainingReport report) {
    Map<String, LoraTensors.Pair> pairs = new LinkedHashMap<>();
    parameters.forEachPair(
        (int layer, Projection projection, float[] a, float[] b) ->
            pairs.put(
                projection.tensor(layer),
                new LoraTensors.Pair(projection.inputs(spec), projection.outputs(spec), a, b)));
    try {
      LoraTensors tensors =
          new LoraTensors(options.rank(), options.alpha(), FusedTensors.stored(spec, pairs));
      GgufAdapterWriter.write(tensors, spec, output.resolve("adapter.gguf"));
      PeftAdapterWriter.write(tensors, spec, String.valueOf(model.getFileName()), output);
      AtomicFiles.writeString(
          output.resolve("training_report.json"), TrainingJson.line(report) + "\n");
    } catch (IllegalArgumentException e) {
      throw new TrainingException(
          TrainingException.Code.DIVERGED, "the trained adapter is unusable: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new TrainingException(
          TrainingException.Code.IO, "the adapter could not be written: " + e.getMessage(), e);
    }
  }
}
