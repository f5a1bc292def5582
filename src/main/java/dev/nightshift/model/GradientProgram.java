package dev.nightshift.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.nightshift.tensor.TensorProgram;
import dev.nightshift.tensor.TensorProgram.Gradient;
import java.util.List;

/**
 * The gradients of LoRA adapters over the transformer that inference runs too, and the optimiser's
 * step; one native call each. Adapter lists hold A [rank, in] and B [out, rank] of the seven
 * projections of each layer in turn, an empty array where a projection is not adapted. Accumulator
 * and moment lists are shaped alike. All of them are changed in place, none may require a gradient.
 */
public final class GradientProgram implements AutoCloseable {
  private final ModelSpec spec;
  private final TensorProgram program;

  private GradientProgram(ModelSpec spec, TensorProgram program) {
    this.spec = spec;
    this.program = program;
  }

  /** Compiles the text; the native library must be started. */
  public static GradientProgram compile(ModelSpec spec, WeightForm form) {
    return compile(spec, form, HeadSlices.of(spec, form));
  }

  static GradientProgram compile(ModelSpec spec, WeightForm form, HeadSlices slices) {
    return new GradientProgram(spec, TensorProgram.compile(GradientText.of(spec, form, slices)));
  }

  /** Most bytes that losses and their gradient by the last layer's output take at once. */
  public static long headBytes(ModelSpec spec, WeightForm form) {
    return HeadSlices.of(spec, form).bytes(spec, form);
  }

  /**
   * Memory for batches of at most {@code tokens} tokens, padding included, in rows of at most
   * {@code length}.
   *
   * @param owner frees it
   */
  public Workspace workspace(NDManager owner, long tokens, long length, int keptLayers) {
    long[] counts = {
      Workspace.streams(spec, tokens, keptLayers),
      Workspace.activations(spec, tokens, length, keptLayers)
    };
    try (NDManager scope = owner.newSubManager()) {
      NDList made =
          program.call(owner, "workspace", Gradient.OFF, new NDList(scope.create(counts)));
      return new Workspace(made.get(0), made.get(1), tokens, keptLayers);
    }
  }

  /**
   * Adds the gradients of some sequences' loss to the accumulators. The loss is the sum of the
   * cross entropies of the given positions, divided by {@code share}.
   *
   * @param share usually the answer tokens of the whole optimiser step
   * @param workspace of this program, with room for the rows; no two calls may use it at once
   * @param scale alpha / rank
   * @return the cross entropy of each position, in nats
   */
  public float[] accumulate(
      NDManager scope,
      TokenRows rows,
      double share,
      Workspace workspace,
      double scale,
      ModelWeights weights,
      List<NDArray> adapter,
      List<NDArray> accumulators) {
    if ((long) rows.rows() * rows.length() > workspace.tokens()) {
      throw new IllegalArgumentException(
          "%d rows of %d tokens in a workspace for %d"
              .formatted(rows.rows(), rows.length(), workspace.tokens()));
    }
    NDList inputs =
        new NDList(
            scope.create(rows.ids(), new Shape(rows.rows(), rows.length())),
            scope.create(rows.places()),
            rows.mask().length == 0
                ? weights.nothing()
                : scope.create(rows.mask(), new Shape(rows.length(), rows.length())),
            scope.create(rows.positions()),
            scope.create(rows.targets()),
            scope.create((float) share),
            scope.create((long) workspace.keptLayers()),
            weights.rope().cos(),
            weights.rope().sin(),
            scope.create((float) scale),
            workspace.streams(),
            workspace.activations());
    inputs.addAll(weights.all());
    inputs.addAll(TensorProgram.listOf("ad", adapter));
    inputs.addAll(TensorProgram.listOf("acc", accumulators));
    Gradient mode = rows.length() > AttentionText.WHOLE ? Gradient.RECORDED : Gradient.OFF;
    return program.call(scope, "gradients", mode, inputs).getFirst().toFloatArray();
  }

  /**
   * One AdamW step (betas 0.9 and 0.999, epsilon 1e-8) with what the accumulators hold, which are
   * cleared.
   *
   * @param rate learning rate
   * @param step from 1, for the bias correction
   * @param clipNorm largest global norm; 0 is no clipping
   * @param decay weight decay
   * @return the gradient's global L2 norm before clipping
   */
  public double update(
      NDManager scope,
      double rate,
      int step,
      double clipNorm,
      double decay,
      List<NDArray> adapter,
      List<NDArray> accumulators,
      List<NDArray> means,
      List<NDArray> squares) {
    NDList inputs =
        new NDList(scope.create(new float[] {(float) rate, step, (float) clipNorm, (float) decay}));
    inputs.addAll(TensorProgram.listOf("ad", adapter));
    inputs.addAll(TensorProgram.listOf("acc", accumulators));
    inputs.addAll(TensorProgram.listOf("mean", means));
    inputs.addAll(TensorProgram.listOf("square", squares));
    return program.call(scope, "update", Gradient.OFF, inputs).getFirst().getFloat();
  }

  @Override
  public void close() {
    program.close();
  }
}
