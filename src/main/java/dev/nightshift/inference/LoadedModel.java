package dev.nightshift.inference;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.nightshift.model.AdapterTensors;
import dev.nightshift.model.CachedTokens;
import dev.nightshift.model.ModelSpec;
import dev.nightshift.model.ModelWeights;
import dev.nightshift.model.TransformerProgram;
import java.util.Arrays;

/**
 * What a computation needs of the base.
 *
 * @param spec its shape
 * @param weights its weights
 * @param program its graph
 */
record LoadedModel(ModelSpec spec, ModelWeights weights, TransformerProgram program)
    implements AutoCloseable {
  /** Tokens of a prompt that are run at once: bounds memory, and the wait before a cancellation. */
  private static final int CHUNK = 256;

  /** Runs a prompt, of which the cache holds the first tokens; logits [1, V] of its last token. */
  NDArray prefill(
      NDManager scope,
      int[] prompt,
      int known,
      NDArray cache,
      AdapterTensors adapter,
      Limits limits) {
    for (int from = known; ; from += CHUNK) {
      limits.check();
      int to = Math.min(prompt.length, from + CHUNK);
      long[] ids = new long[to - from];
      for (int i = from; i < to; i++) {
        ids[i - from] = prompt[i];
      }
      if (to == prompt.length) {
        return step(scope, ids, cache, from, adapter);
      }
      try (NDManager chunk = scope.newSubManager()) {
        step(chunk, ids, cache, from, adapter);
      }
    }
  }

  /** Runs further tokens of one sequence; logits [1, V] after the last. */
  NDArray step(NDManager scope, long[] ids, NDArray cache, int slot, AdapterTensors adapter) {
    CachedTokens tokens =
        new CachedTokens(
            scope.create(ids, new Shape(1, ids.length)),
            scope.create(positions(slot, ids.length)),
            slot > 0 && ids.length > 1 ? causal(scope, slot, ids.length) : null,
            cache,
            slot);
    return program.step(scope, tokens, weights, adapter);
  }

  /** Log-probabilities of a continuation, token by token. */
  double[] score(NDManager scope, int[] prompt, int[] continuation, AdapterTensors adapter) {
    long[] ids = new long[prompt.length + continuation.length - 1];
    long[] targets = new long[continuation.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = i < prompt.length ? prompt[i] : continuation[i - prompt.length];
    }
    for (int i = 0; i < targets.length; i++) {
      targets[i] = continuation[i];
    }
    CachedTokens tokens =
        new CachedTokens(
            scope.create(ids, new Shape(1, ids.length)),
            scope.create(positions(0, ids.length)),
            null,
            program.cache(scope, 1, ids.length),
            0);
    NDArray wanted = scope.create(targets, new Shape(1, targets.length));
    float[] found = program.score(scope, wanted, tokens, weights, adapter).toFloatArray();
    double[] scores = new double[found.length];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = found[i];
    }
    return scores;
  }

  private static long[] positions(int first, int count) {
    long[] positions = new long[count];
    for (int i = 0; i < count; i++) {
      positions[i] = (long) first + i;
    }
    return positions;
  }

  /** [count, slot + count]: each token sees what stands before it and itself. */
  private static NDArray causal(NDManager scope, int slot, int count) {
    boolean[] mask = new boolean[count * (slot + count)];
    for (int row = 0; row < count; row++) {
      Arrays.fill(mask, row * (slot + count), row * (slot + count) + slot + row + 1, true);
    }
    return scope.create(mask, new Shape(count, slot + count));
  }

  @Override
  public void close() {
    program.close();
    weights.close();
  }
}
