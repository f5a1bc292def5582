package dev.nightshift.training;

import java.nio.file.Path;

/**
 * What a trainer process is asked to do.
 *
 * @param model the base GGUF file
 * @param examples JSON lines of {@link TrainingExample}
 * @param output existing directory to put the adapter into
 * @param checkpoints directory for checkpoints; a run with the same model, examples and options
 *     found there is resumed
 * @param resources what of the machine may be used
 * @param options hyper-parameters
 */
public record TrainingSpec(
    Path model,
    Path examples,
    Path output,
    Path checkpoints,
    TrainingResources resources,
    TrainingOptions options) {}
