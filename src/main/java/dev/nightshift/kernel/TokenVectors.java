package dev.nightshift.kernel;

import jdk.incubator.vector.FloatVector;

/**
 * One vector for each of some tokens, row-major, and of the first the sums of its blocks of 32
 * values, which blocks with an offset need.
 */
final class TokenVectors {
  private final int width;
  private final float[] values;
  private final float[] sums;

  TokenVectors(int width, int tokens) {
    this.width = width;
    this.values = new float[Math.multiplyExact(width, tokens)];
    this.sums = new float[width / 32];
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

  /** Must be called when the first vector has been changed and is to be multiplied alone. */
  void prepare() {
    for (int block = 0; block < sums.length; block++) {
      FloatVector sum = Lanes.load(values, 32 * block);
      for (int i = Lanes.COUNT; i < 32; i += Lanes.COUNT) {
        sum = sum.add(Lanes.load(values, 32 * block + i));
      }
      sums[block] = Lanes.sum(sum);
    }
  }
}
