package dev.nightshift.kernel;

import dev.nightshift.gguf.Dequantizer;
import dev.nightshift.gguf.GgufFile;
import dev.nightshift.model.ModelSpec;
import dev.nightshift.model.RopeFrequencies;
import java.util.Optional;

/**
 * Rotary position embedding (arXiv 2104.09864) with one set of frequencies.
 *
 * @param frequencies radians a position, one for each pair of values
 * @param magnitude multiplies cosines and sines
 * @param neighbours pairs are (2i, 2i + 1), otherwise (i, i + the number of pairs)
 */
@SuppressWarnings("ArrayRecordComponent")
record Rotary(double[] frequencies, double magnitude, boolean neighbours) {
  /** Of layers that see everything. */
  static Rotary far(GgufFile file, ModelSpec spec) {
    RopeFrequencies found =
        RopeFrequencies.of(
            spec, name -> Optional.ofNullable(file.tensors().get(name)).map(Dequantizer::toFloats));
    return new Rotary(found.values(), found.magnitude(), spec.ropeInterleaved());
  }

  /** Of layers with a window. */
  static Rotary near(ModelSpec spec) {
    double base = spec.traits().window().ropeBase();
    return new Rotary(
        RopeFrequencies.plain(base, spec.ropeDimensions()), 1, spec.ropeInterleaved());
  }

  /** Cosines and sines of tokens, [tokens, pairs]. */
  static final class Angles {
    private final float[] cos;
    private final float[] sin;

    Angles(ModelSpec spec, int tokens) {
      cos = new float[spec.ropeDimensions() / 2 * tokens];
      sin = new float[cos.length];
    }
  }

  /** Computes the angles of a token at a position. */
  void prepare(Angles angles, int token, int position) {
    int at = token * frequencies.length;
    for (int i = 0; i < frequencies.length; i++) {
      double angle = position * frequencies[i];
      angles.cos[at + i] = (float) (magnitude * Math.cos(angle));
      angles.sin[at + i] = (float) (magnitude * Math.sin(angle));
    }
  }

  /** Turns one head of a token. */
  void turn(float[] x, int at, Angles angles, int token) {
    int half = frequencies.length;
    int from = token * half;
    for (int i = 0; i < half; i++) {
      int first = neighbours ? at + 2 * i : at + i;
      int second = neighbours ? first + 1 : first + half;
      float c = angles.cos[from + i];
      float s = angles.sin[from + i];
      float a = x[first];
      float b = x[second];
      x[first] = a * c - b * s;
      x[second] = a * s + b * c;
    }
  }
}
