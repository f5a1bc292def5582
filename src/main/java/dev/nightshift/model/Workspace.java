package dev.nightshift.model;

import ai.djl.ndarray.NDArray;

/**
 * Where {@link GradientProgram} keeps the activations of a batch, for the whole of a run. Pages
 * that no batch was long enough for are never touched.
 *
 * @param streams float32, the residual stream between layers and within those that are kept
 * @param activations in the computing type, what else the kept layers' backward pass needs
 * @param tokens the most that a batch may have, padding included
 * @param keptLayers how many layers keep their activations, 0 to all; the others are computed
 *     twice: a third more work for them, memory of one
 */
public record Workspace(NDArray streams, NDArray activations, long tokens, int keptLayers) {
  /** Bytes of a workspace for batches of so many tokens in rows of at most {@code length}. */
  public static long bytes(
      ModelSpec spec, WeightForm form, long tokens, long length, int keptLayers) {
    return Float.BYTES * streams(spec, tokens, keptLayers)
        + form.elementBytes() * activations(spec, tokens, length, keptLayers);
  }

  static long streams(ModelSpec spec, long tokens, int keptLayers) {
    return tokens * spec.hidden() * (spec.layers() + 1 + slots(spec, keptLayers));
  }

  static long activations(ModelSpec spec, long tokens, long length, int keptLayers) {
    long weights = spec.heads() * Math.min(length, AttentionText.WHOLE);
    return tokens * (LayerText.perToken(spec) + weights) * slots(spec, keptLayers);
  }

  /** One for each layer that is kept, and one that the others share. */
  private static int slots(ModelSpec spec, int keptLayers) {
    return keptLayers < spec.layers() ? keptLayers + 1 : keptLayers;
  }
}
