package dev.nightshift.kernel;

import java.lang.foreign.MemorySegment;

/** Rows that one vector can be multiplied with without decoding them first. */
interface DirectRows extends BlockRows {
  /**
   * The products of some rows with one vector.
   *
   * @param data the matrix
   * @param at first byte of the first row
   * @param rows how many, even
   * @param x one vector, with its block sums
   * @param y where the products go, from {@code to} on
   */
  void multiply(MemorySegment data, long at, int rows, TokenVectors x, float[] y, int to);
}
