package dev.nightshift.generation;

/**
 * All that a gateway needs to serve configured models.
 *
 * @param models the models
 * @param generator asks them
 * @param flows proposals and assessments
 * @param feedback what people say of answers
 */
public record GenerationParts(
    ServedModels models, Generator generator, Flows flows, ModelFeedback feedback) {}
