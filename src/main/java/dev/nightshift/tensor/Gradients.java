package dev.nightshift.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/**
 * Reverse-mode differentiation in pieces: a recorded call of a {@link TensorProgram} gives an
 * output, {@link #backward} multiplies a gradient with its Jacobian. Splitting a model into pieces,
 * each recomputed from its input when its turn comes, keeps the memory of one piece only.
 */
public final class Gradients {
  private Gradients() {}

  /** A copy of {@code input}, cut off from what made it, that will collect a gradient. */
  public static NDArray leaf(NDManager scope, NDArray input) {
    NDArray copy = input.duplicate();
    copy.attach(scope);
    copy.setRequiresGradient(true);
    return copy;
  }

  /**
   * Adds {@code gradient}ᵀ·∂output/∂leaf to the gradient of every leaf that {@code output} was
   * recorded from, and frees the record. Gradients add up until {@link #clear}.
   *
   * @param gradient of the loss with respect to {@code output}, the same shape
   */
  public static void backward(NDArray output, NDArray gradient) {
    JniUtils.backward((PtNDArray) output, (PtNDArray) gradient, false, false);
  }

  /** What the leaf has collected, sharing its memory, owned by {@code scope}. */
  public static NDArray of(NDManager scope, NDArray leaf) {
    NDArray gradient = leaf.getGradient();
    gradient.attach(scope);
    return gradient;
  }

  /** Sets the leaf's gradient to zero, if it has one. */
  public static void clear(NDArray leaf) {
    JniUtils.zeroGrad((PtNDArray) leaf);
  }
}
