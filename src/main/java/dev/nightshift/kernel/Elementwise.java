package dev.nightshift.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** Functions of single numbers, over arrays. */
final class Elementwise {
  private static final float LOG2_E = (float) (1 / Math.log(2));

  // The natural logarithm of 2 in two parts: the first has so few digits that its multiples are
  // exact.
  private static final float LN_2_HIGH = 0x1.63p-1f;
  private static final float LN_2_LOW = (float) (Math.log(2) - 0x1.63p-1);

  /** Adding it leaves a float's nearest integer in the low bits. */
  private static final float ROUND = 0x1.8p23f;

  private Elementwise() {}

  /**
   * e to the power of x, to about 1e-7 of the result: 2^n · e^r with |r| at most half of ln 2, and
   * e^r by its series. Below −87 it is about 1e-38, above 88 about 1e38.
   */
  static FloatVector exp(FloatVector x) {
    FloatVector inside = x.max(-87f).min(88f);
    FloatVector rounded = inside.fma(Lanes.all(LOG2_E), Lanes.all(ROUND));
    FloatVector n = rounded.sub(ROUND);
    FloatVector r = n.fma(Lanes.all(-LN_2_HIGH), inside);
    r = n.fma(Lanes.all(-LN_2_LOW), r);
    FloatVector series = r.fma(Lanes.all(1f / 5040), Lanes.all(1f / 720));
    series = series.fma(r, Lanes.all(1f / 120));
    series = series.fma(r, Lanes.all(1f / 24));
    series = series.fma(r, Lanes.all(1f / 6));
    series = series.fma(r, Lanes.all(0.5f));
    series = series.fma(r, Lanes.all(1f));
    series = series.fma(r, Lanes.all(1f));
    IntVector exponent =
        rounded
            .reinterpretAsInts()
            .sub(Float.floatToRawIntBits(ROUND))
            .lanewise(VectorOperators.LSHL, 23);
    return series.reinterpretAsInts().add(exponent).reinterpretAsFloats();
  }

  /** gate = up · gate / (1 + e^−gate): the gated unit SwiGLU (arXiv 2002.05202). */
  static void swiglu(float[] gate, float[] up, int at, int count) {
    int i = 0;
    for (; i <= count - Lanes.COUNT; i += Lanes.COUNT) {
      FloatVector g = Lanes.load(gate, at + i);
      FloatVector below = exp(g.neg()).add(1f);
      g.mul(Lanes.load(up, at + i)).div(below).intoArray(gate, at + i);
    }
    for (; i < count; i++) {
      float g = gate[at + i];
      gate[at + i] = (float) (g * up[at + i] / (1 + Math.exp(-g)));
    }
  }

  /**
   * The same with GELU by tanh (arXiv 1606.08415): ½ g (1 + tanh u) is g / (1 + e^−2u), where u =
   * √(2/π) · (g + 0.044715 g³).
   */
  static void geglu(float[] gate, float[] up, int at, int count) {
    float outer = (float) (-2 * Math.sqrt(2 / Math.PI));
    float inner = 0.044715f * outer;
    int i = 0;
    for (; i <= count - Lanes.COUNT; i += Lanes.COUNT) {
      FloatVector g = Lanes.load(gate, at + i);
      FloatVector slope = g.mul(g).fma(Lanes.all(inner), Lanes.all(outer));
      FloatVector below = exp(slope.mul(g)).add(1f);
      g.mul(Lanes.load(up, at + i)).div(below).intoArray(gate, at + i);
    }
    for (; i < count; i++) {
      float g = gate[at + i];
      gate[at + i] = (float) (g * up[at + i] / (1 + Math.exp((g * g * inner + outer) * g)));
    }
  }

  /** x += y. */
  static void add(float[] x, int xAt, float[] y, int yAt, int count) {
    int i = 0;
    for (; i <= count - Lanes.COUNT; i += Lanes.COUNT) {
      Lanes.load(x, xAt + i).add(Lanes.load(y, yAt + i)).intoArray(x, xAt + i);
    }
    for (; i < count; i++) {
      x[xAt + i] += y[yAt + i];
    }
  }

  /** y += factor · x. */
  static void addScaled(float factor, float[] x, int xAt, float[] y, int yAt, int count) {
    FloatVector all = Lanes.all(factor);
    int i = 0;
    for (; i <= count - Lanes.COUNT; i += Lanes.COUNT) {
      Lanes.load(x, xAt + i).fma(all, Lanes.load(y, yAt + i)).intoArray(y, yAt + i);
    }
    for (; i < count; i++) {
      y[yAt + i] = Math.fma(factor, x[xAt + i], y[yAt + i]);
    }
  }

  /** y = weight · x / √(mean(x²) + epsilon): RMSNorm (arXiv 1910.07467). */
  static void norm(
      float[] x, int xAt, float[] weight, double epsilon, float[] y, int yAt, int count) {
    double mean = (double) Dots.one(x, xAt, x, xAt, count) / count;
    float factor = (float) (1 / Math.sqrt(mean + epsilon));
    int i = 0;
    for (; i <= count - Lanes.COUNT; i += Lanes.COUNT) {
      Lanes.load(x, xAt + i).mul(factor).mul(Lanes.load(weight, i)).intoArray(y, yAt + i);
    }
    for (; i < count; i++) {
      y[yAt + i] = x[xAt + i] * factor * weight[i];
    }
  }

  /** values *= factor. */
  static void scale(float[] values, int at, int count, float factor) {
    for (int i = at; i < at + count; i++) {
      values[i] *= factor;
    }
  }

  static float max(float[] values, int at, int count) {
    float max = Float.NEGATIVE_INFINITY;
    int i = 0;
    if (count >= Lanes.COUNT) {
      FloatVector most = Lanes.all(max);
      for (; i <= count - Lanes.COUNT; i += Lanes.COUNT) {
        most = most.max(Lanes.load(values, at + i));
      }
      max = most.reduceLanes(VectorOperators.MAX);
    }
    for (; i < count; i++) {
      max = Math.max(max, values[at + i]);
    }
    return max;
  }

  /** values = e^((values − max) · factor); returns their sum. */
  static float exponentials(float[] values, int at, int count, float max, float factor) {
    FloatVector sum = FloatVector.zero(Lanes.FLOATS);
    int i = 0;
    for (; i <= count - Lanes.COUNT; i += Lanes.COUNT) {
      FloatVector e = exp(Lanes.load(values, at + i).sub(max).mul(factor));
      e.intoArray(values, at + i);
      sum = sum.add(e);
    }
    float rest = 0;
    for (; i < count; i++) {
      float e = (float) Math.exp((values[at + i] - max) * factor);
      values[at + i] = e;
      rest += e;
    }
    return Lanes.sum(sum) + rest;
  }

  /** The sum of e^(values − max); sums of a few thousand are added in double precision. */
  static double sumOfExponentials(float[] values, int at, int count, float max) {
    double total = 0;
    int end = at + count;
    int i = at;
    while (i <= end - Lanes.COUNT) {
      FloatVector sum = FloatVector.zero(Lanes.FLOATS);
      int stop = Math.min(end, i + 256 * Lanes.COUNT);
      for (; i <= stop - Lanes.COUNT; i += Lanes.COUNT) {
        sum = sum.add(exp(Lanes.load(values, i).sub(max)));
      }
      total += Lanes.sum(sum);
    }
    for (; i < end; i++) {
      total += Math.exp(values[i] - max);
    }
    return total;
  }
}
