package dev.nightshift.kernel;

import dev.nightshift.model.ModelSpec;
import dev.nightshift.model.Projection;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Runs each kernel a little until the JVM has compiled it: vector operations that are not compiled
 * are a hundred times slower, and a first answer would be computed by them while the compiler waits
 * for a processor.
 */
final class WarmUp {
  private static final int TOKENS = 9;
  private static final int SEEN = KeyValueCache.PAGE + 3;
  private static final int ROWS = Strips.ROWS;
  private static final int ROUNDS = 60;

  /** Compiled, a round takes about a millisecond; before that a hundred and more. */
  private static final long COMPILED_NANOS = 5_000_000;

  private static final long PAUSE_MILLIS = 15;

  private final ModelSpec spec;
  private final Collection<WeightMatrix> matrices;
  private final LayerWeights layer;
  private final Attention attention;
  private final Rotary rotary;
  private final KeyValueCache known;

  WarmUp(ModelSpec spec, LayerWeights layer, WeightMatrix head, Rotary rotary) {
    Map<Integer, WeightMatrix> byWidth = new LinkedHashMap<>();
    for (Projection projection : Projection.values()) {
      WeightMatrix matrix = layer.matrix(projection);
      byWidth.put(matrix.columns(), matrix);
    }
    byWidth.put(-1, head);
    this.spec = spec;
    this.matrices = byWidth.values();
    this.layer = layer;
    this.attention = new Attention(spec);
    this.rotary = rotary;
    this.known = new KeyValueCache(spec);
    known.reserve(SEEN);
  }

  /** Returns when the kernels are fast, or after that time. */
  void run(Duration most) throws InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    for (int round = 0; round < ROUNDS && System.nanoTime() < end; round++) {
      long start = System.nanoTime();
      round();
      long took = System.nanoTime() - start;
      if (took < COMPILED_NANOS) {
        return;
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private void round() {
    for (WeightMatrix matrix : matrices) {
      TokenVectors x = TokenVectors.factors(matrix.columns(), TOKENS);
      TokenVectors y = TokenVectors.results(matrix.rows(), TOKENS);
      int rows = Math.min(ROWS, matrix.rows());
      for (int token = 0; token < TOKENS; token++) {
        x.prepare(token);
      }
      matrix.multiply(0, rows, x, 1, y);
      matrix.multiply(0, rows, x, TOKENS, y);
    }
    TokenVectors q = TokenVectors.results(spec.queryWidth(), 1);
    TokenVectors out = TokenVectors.results(spec.queryWidth(), 1);
    Rotary.Angles angles = new Rotary.Angles(spec, 1);
    rotary.prepare(angles, 0, 1);
    for (int at = 0; at < spec.queryWidth(); at += spec.headDim()) {
      rotary.turn(q.values(), at, angles, 0);
    }
    known.put(0, SEEN - 1, q.values(), 0, q.values(), 0);
    attention.attend(known, 0, 0, 0, SEEN, q.values(), out.values(), 0);
    float[] stream = new float[spec.hidden()];
    Elementwise.norm(stream, 0, layer.attentionNorm(), 1e-5, stream, 0, spec.hidden());
    Elementwise.add(stream, 0, stream, 0, spec.hidden());
    float[] wide = new float[spec.feedForward()];
    if (spec.traits().gelu()) {
      Elementwise.geglu(wide, wide, 0, wide.length);
    } else {
      Elementwise.swiglu(wide, wide, 0, wide.length);
    }
    LogProbabilities.best(wide, 0, wide.length);
  }
}
