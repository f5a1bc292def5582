package dev.nightshift.kernel;

import jdk.incubator.vector.FloatVector;

/** Products of rows and vectors in plain floats, several at once so that each load serves twice. */
final class Dots {
  private Dots() {}

  /** One row with one vector. */
  static float one(float[] w, int row, float[] x, int vector, int count) {
    FloatVector sum = FloatVector.zero(Lanes.FLOATS);
    int i = 0;
    for (; i <= count - Lanes.COUNT; i += Lanes.COUNT) {
      sum = Lanes.load(w, row + i).fma(Lanes.load(x, vector + i), sum);
    }
    float rest = 0;
    for (; i < count; i++) {
      rest = Math.fma(w[row + i], x[vector + i], rest);
    }
    return Lanes.sum(sum) + rest;
  }

  /** Four rows with one vector; {@code count} is a multiple of the lanes. */
  static void fourRows(float[] w, int row, float[] x, int vector, int count, float[] y, int to) {
    FloatVector a = FloatVector.zero(Lanes.FLOATS);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    for (int i = 0; i < count; i += Lanes.COUNT) {
      FloatVector v = Lanes.load(x, vector + i);
      a = Lanes.load(w, row + i).fma(v, a);
      b = Lanes.load(w, row + count + i).fma(v, b);
      c = Lanes.load(w, row + 2 * count + i).fma(v, c);
      d = Lanes.load(w, row + 3 * count + i).fma(v, d);
    }
    y[to] = Lanes.sum(a);
    y[to + 1] = Lanes.sum(b);
    y[to + 2] = Lanes.sum(c);
    y[to + 3] = Lanes.sum(d);
  }

  /**
   * Two rows with four vectors; {@code count} is a multiple of the lanes.
   *
   * @param step from one vector's products to the next one's in {@code y}
   */
  static void twoRowsFourVectors(
      float[] w, int row, float[] x, int vector, int count, float[] y, int to, int step) {
    FloatVector a0 = FloatVector.zero(Lanes.FLOATS);
    FloatVector a1 = a0;
    FloatVector a2 = a0;
    FloatVector a3 = a0;
    FloatVector b0 = a0;
    FloatVector b1 = a0;
    FloatVector b2 = a0;
    FloatVector b3 = a0;
    for (int i = 0; i < count; i += Lanes.COUNT) {
      FloatVector first = Lanes.load(w, row + i);
      FloatVector second = Lanes.load(w, row + count + i);
      FloatVector v = Lanes.load(x, vector + i);
      a0 = first.fma(v, a0);
      b0 = second.fma(v, b0);
      v = Lanes.load(x, vector + count + i);
      a1 = first.fma(v, a1);
      b1 = second.fma(v, b1);
      v = Lanes.load(x, vector + 2 * count + i);
      a2 = first.fma(v, a2);
      b2 = second.fma(v, b2);
      v = Lanes.load(x, vector + 3 * count + i);
      a3 = first.fma(v, a3);
      b3 = second.fma(v, b3);
    }
    y[to] = Lanes.sum(a0);
    y[to + 1] = Lanes.sum(b0);
    y[to + step] = Lanes.sum(a1);
    y[to + step + 1] = Lanes.sum(b1);
    y[to + 2 * step] = Lanes.sum(a2);
    y[to + 2 * step + 1] = Lanes.sum(b2);
    y[to + 3 * step] = Lanes.sum(a3);
    y[to + 3 * step + 1] = Lanes.sum(b3);
  }

  /**
   * The part of the products of two strips with four vectors that some columns have.
   *
   * @param w [columns, 2 · lanes], the columns {@code from} to {@code end}
   * @param token the first of the vectors
   * @param y where the products go, or if {@code from} is not 0, what they are added to; from
   *     {@code to} on
   * @param step from one vector's products to the next one's in {@code y}
   */
  static void twoStripsFourVectors(
      float[] w, int from, int end, TokenVectors x, int token, float[] y, int to, int step) {
    float[] values = x.values();
    int x0 = x.at(token) + from;
    int x1 = x.at(token + 1) + from;
    int x2 = x.at(token + 2) + from;
    int x3 = x.at(token + 3) + from;
    FloatVector a0 = begun(from, y, to);
    FloatVector a1 = begun(from, y, to + step);
    FloatVector a2 = begun(from, y, to + 2 * step);
    FloatVector a3 = begun(from, y, to + 3 * step);
    FloatVector b0 = begun(from, y, to + Lanes.COUNT);
    FloatVector b1 = begun(from, y, to + step + Lanes.COUNT);
    FloatVector b2 = begun(from, y, to + 2 * step + Lanes.COUNT);
    FloatVector b3 = begun(from, y, to + 3 * step + Lanes.COUNT);
    for (int i = 0; i < end - from; i++) {
      FloatVector first = Lanes.load(w, 2 * Lanes.COUNT * i);
      FloatVector second = Lanes.load(w, 2 * Lanes.COUNT * i + Lanes.COUNT);
      FloatVector v = Lanes.all(values[x0 + i]);
      a0 = first.fma(v, a0);
      b0 = second.fma(v, b0);
      v = Lanes.all(values[x1 + i]);
      a1 = first.fma(v, a1);
      b1 = second.fma(v, b1);
      v = Lanes.all(values[x2 + i]);
      a2 = first.fma(v, a2);
      b2 = second.fma(v, b2);
      v = Lanes.all(values[x3 + i]);
      a3 = first.fma(v, a3);
      b3 = second.fma(v, b3);
    }
    a0.intoArray(y, to);
    b0.intoArray(y, to + Lanes.COUNT);
    a1.intoArray(y, to + step);
    b1.intoArray(y, to + step + Lanes.COUNT);
    a2.intoArray(y, to + 2 * step);
    b2.intoArray(y, to + 2 * step + Lanes.COUNT);
    a3.intoArray(y, to + 3 * step);
    b3.intoArray(y, to + 3 * step + Lanes.COUNT);
  }

  private static FloatVector begun(int from, float[] y, int at) {
    return from == 0 ? FloatVector.zero(Lanes.FLOATS) : Lanes.load(y, at);
  }
}
