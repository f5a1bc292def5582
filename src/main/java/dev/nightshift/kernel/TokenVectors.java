package dev.nightshift.kernel;

import jdk.incubator.vector.FloatVector;

/**
 * One vector for each of some tokens, row-major; and of those that are prepared the sums of blocks
 * of 32 values, which blocks with an offset need, and the values scaled as {@link NibbleStrips}
 * wants them.
 */
final class TokenVectors {
  /** 16 to the power of −j for column 8i + j; the last code of eight is moved down instead. */
  private static final FloatVector SCALES = scales();

  private final int width;
  private final float[] values;
  private final float[] sums;
  private final float[] scaled;

  private TokenVectors(int width, int tokens, boolean multiplied) {
    this.width = width;
    this.values = new float[Math.multiplyExact(width, tokens)];
    this.sums = new float[multiplied ? width / 32 * 2 * tokens : 0];
    this.scaled = new float[multiplied ? values.length : 0];
  }

  /** Vectors that matrices are multiplied with. */
  static TokenVectors factors(int width, int tokens) {
    return new TokenVectors(width, tokens, true);
  }

  /** Vectors that are results only; they cannot be prepared. */
  static TokenVectors results(int width, int tokens) {
    return new TokenVectors(width, tokens, false);
  }

  private static FloatVector scales() {
    float[] scales = new float[Lanes.COUNT];
    for (int i = 0; i < scales.length; i++) {
      scales[i] = Math.scalb(1f, -4 * (i % 8));
    }
    return Lanes.load(scales, 0);
  }

  /** Values of one vector. */
  int width() {
    return width;
  }

  float[] values() {
    return values;
  }

  /** Where a token's vector begins. */
  int at(int token) {
    return token * width;
  }

  /** The sums that {@link #prepare} computed. */
  float[] sums() {
    return sums;
  }

  /** Where a token's sums begin. */
  int sumsAt(int token) {
    return token * (width / 32) * 2;
  }

  /** What {@link #prepare} scaled, at the places of the values. */
  float[] scaled() {
    return scaled;
  }

  /** Must be called when a vector has been changed and is to be multiplied. */
  void prepare(int token) {
    int at = at(token);
    int sum = sumsAt(token);
    for (int block = 0; block < width / 32; block++) {
      FloatVector total = FloatVector.zero(Lanes.FLOATS);
      for (int i = at + 32 * block; i < at + 32 * block + 32; i += Lanes.COUNT) {
        FloatVector some = Lanes.load(values, i);
        some.mul(SCALES).intoArray(scaled, i);
        total = total.add(some);
      }
      sums[sum + 2 * block] = Lanes.sum(total);
      int at8 = at + 32 * block;
      sums[sum + 2 * block + 1] =
          8 * (values[at8 + 7] + values[at8 + 15] + values[at8 + 23] + values[at8 + 31]);
    }
  }
}
