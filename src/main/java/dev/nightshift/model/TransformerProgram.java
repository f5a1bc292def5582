package dev.nightshift.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.nightshift.tensor.TensorProgram;
import dev.nightshift.tensor.TensorProgram.Gradient;

/**
 * The one transformer that training and inference share, compiled for one model and one form of its
 * weights. Shapes: B sequences, T tokens, H hidden values, V vocabulary, S slots of a cache.
 * Activations between the methods are float32 whatever is computed in. Results belong to the given
 * scope; nothing else is left behind.
 */
public final class TransformerProgram implements AutoCloseable {
  private final ModelSpec spec;
  private final TensorProgram program;

  private TransformerProgram(ModelSpec spec, TensorProgram program) {
    this.spec = spec;
    this.program = program;
  }

  /** Compiles the text; the native library must be started. Takes milliseconds. */
  public static TransformerProgram compile(ModelSpec spec, WeightForm form) {
    return new TransformerProgram(spec, TensorProgram.compile(TransformerText.of(spec, form)));
  }

  /** An empty key/value cache [layers, 2, B, kvHeads, S, headDim] in the computing type. */
  public NDArray cache(NDManager scope, int batch, int slots) {
    Shape shape = new Shape(spec.layers(), 2, batch, spec.kvHeads(), slots, spec.headDim());
    try (NDArray zeros = scope.zeros(shape)) {
      return program.call(scope, "cache", Gradient.OFF, new NDList(zeros)).getFirst();
    }
  }

  /**
   * A cache that holds some of the sequences.
   *
   * @param rows int64, which ones, in the new order
   */
  public NDArray keep(NDManager scope, NDArray cache, NDArray rows) {
    return program.call(scope, "keep", Gradient.OFF, new NDList(cache, rows)).getFirst();
  }

  /** A copy of a cache's first {@code count} slots. */
  public NDArray prefix(NDManager scope, NDArray cache, int count) {
    NDList inputs = new NDList(cache, scope.create((long) count));
    return program.call(scope, "prefix", Gradient.OFF, inputs).getFirst();
  }

  /** Writes the first {@code count} slots of a prefix into the same slots of a cache. */
  public void restore(NDManager scope, NDArray cache, NDArray prefix, int count) {
    NDList inputs = new NDList(cache, prefix, scope.create((long) count));
    program.call(scope, "restore", Gradient.OFF, inputs);
  }

  /**
   * All layers over new tokens, whose keys and values go into the cache, and the head over the
   * last.
   *
   * @return float32 [B, V]
   */
  public NDArray step(
      NDManager scope, CachedTokens tokens, ModelWeights weights, AdapterTensors adapter) {
    return program
        .call(scope, "step", Gradient.NEVER, inputs(scope, new NDList(), tokens, weights, adapter))
        .getFirst();
  }

  /**
   * Log-probabilities (natural) of {@code targets} after each of the last tokens.
   *
   * @param targets int64 [B, N], N at most T; target n follows token T − N + n
   * @return float32 [B, N]
   */
  public NDArray score(
      NDManager scope,
      NDArray targets,
      CachedTokens tokens,
      ModelWeights weights,
      AdapterTensors adapter) {
    NDList inputs = inputs(scope, new NDList(targets), tokens, weights, adapter);
    return program.call(scope, "score", Gradient.NEVER, inputs).getFirst();
  }

  /**
   * The most probable token and its log-probability.
   *
   * @param logits [B, V]
   * @return float32 [B, 2]: token, log-probability
   */
  public NDArray choose(NDManager scope, NDArray logits) {
    return program.call(scope, "choose", Gradient.NEVER, new NDList(logits)).getFirst();
  }

  private static NDList inputs(
      NDManager scope,
      NDList first,
      CachedTokens tokens,
      ModelWeights weights,
      AdapterTensors adapter) {
    first.add(tokens.ids());
    first.add(tokens.positions());
    first.add(tokens.mask() == null ? weights.nothing() : tokens.mask());
    first.add(weights.rope().cos());
    first.add(weights.rope().sin());
    first.add(tokens.cache());
    first.add(scope.create((long) tokens.slot()));
    first.addAll(weights.all());
    first.addAll(weights.adapterAll(adapter));
    first.add(scope.create(adapter.scale()));
    return first;
  }

  @Override
  public void close() {
    program.close();
  }
}
