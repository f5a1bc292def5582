package dev.nightshift.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Optional;

/**
 * Cosines and sines of the rotary embedding (arXiv 2104.09864): angle(position, i) = position ·
 * base^(−2i/d) / factor(i), with the factors of Llama 3's stretched contexts where a file has them.
 *
 * @param cos [positions, d/2]
 * @param sin [positions, d/2]
 * @param positions how many there are
 */
record RopeTable(NDArray cos, NDArray sin, int positions) {
  static RopeTable of(NDManager owner, ModelSpec spec, Optional<float[]> factors, int positions) {
    int half = spec.ropeDimensions() / 2;
    if (factors.isPresent() && factors.get().length != half) {
      throw new IllegalArgumentException(
          "rope_freqs.weight has %d factors, the model needs %d"
              .formatted(factors.get().length, half));
    }
    float[] cos = new float[positions * half];
    float[] sin = new float[positions * half];
    for (int i = 0; i < half; i++) {
      double factor = factors.isPresent() ? factors.get()[i] : 1;
      double frequency = Math.pow(spec.ropeBase(), -2.0 * i / spec.ropeDimensions()) / factor;
      for (int position = 0; position < positions; position++) {
        cos[position * half + i] = (float) Math.cos(position * frequency);
        sin[position * half + i] = (float) Math.sin(position * frequency);
      }
    }
    Shape shape = new Shape(positions, half);
    return new RopeTable(owner.create(cos, shape), owner.create(sin, shape), positions);
  }
}
