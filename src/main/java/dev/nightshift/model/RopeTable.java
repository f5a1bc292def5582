package dev.nightshift.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * Cosines and sines of the rotary embedding (arXiv 2104.09864): angle(position, i) = position ·
 * base^(−2i/d), changed as the model's {@link RopeScaling} says and divided by the factors of Llama
 * 3's stretched contexts where a file has them. Where layers with a window have frequencies of
 * their own, those stand in the second half of the columns.
 *
 * @param cos [positions, d/2], or [positions, d]
 * @param sin shaped alike
 * @param positions how many there are
 */
record RopeTable(NDArray cos, NDArray sin, int positions) {
  static RopeTable of(NDManager owner, ModelSpec spec, WeightReader reader, int positions) {
    RopeFrequencies far = RopeFrequencies.of(spec, reader::optionalVector);
    int half = far.values().length;
    ModelTraits.Window window = spec.traits().window();
    int columns = window.any() ? 2 * half : half;
    double[] frequencies = new double[columns];
    double[] magnitudes = new double[columns];
    double[] near = RopeFrequencies.plain(window.ropeBase(), spec.ropeDimensions());
    for (int i = 0; i < columns; i++) {
      frequencies[i] = i < half ? far.values()[i] : near[i - half];
      magnitudes[i] = i < half ? far.magnitude() : 1;
    }
    float[] cos = new float[Math.multiplyExact(positions, columns)];
    float[] sin = new float[cos.length];
    for (int position = 0; position < positions; position++) {
      for (int i = 0; i < columns; i++) {
        double angle = position * frequencies[i];
        cos[position * columns + i] = (float) (magnitudes[i] * Math.cos(angle));
        sin[position * columns + i] = (float) (magnitudes[i] * Math.sin(angle));
      }
    }
    Shape shape = new Shape(positions, columns);
    return new RopeTable(owner.create(cos, shape), owner.create(sin, shape), positions);
  }
}
