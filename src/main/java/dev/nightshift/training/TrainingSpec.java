package dev.nightshift.training;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a trainer process is asked to do.
 *
 * @param model the base GGUF file
 * @param examples JSON lines of {@link TrainingExample}
 * @param output existing directory to put the adapter into
 * @param checkpoints directory for checkpoints; a run with the same model, examples and options, by
 *     their contents, found there is resumed
 * @param resources what of the machine may be used
 * @param options hyper-parameters; rank, alpha and targets those of {@code start} if there is one
 * @param start an adapter to go on from, as {@link StartingAdapter} reads it; null: from the base
 */
public record TrainingSpec(
    Path model,
    Path examples,
    Path output,
    Path checkpoints,
    TrainingResources resources,
    TrainingOptions options,
    @Nullable Path start) {

  /** A training from the base. */
  public TrainingSpec(
      Path model,
      Path examples,
      Path output,
      Path checkpoints,
      TrainingResources resources,
      TrainingOptions options) {
    this(model, examples, output, checkpoints, resources, options, null);
  }
}
