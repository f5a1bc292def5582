package dev.nightshift.model;

import java.util.Optional;
import java.util.function.Function;

/**
 * The rotary frequencies of a model.
 *
 * @param values radians a position, one for each pair of values
 * @param magnitude multiplies cosines and sines
 */
@SuppressWarnings("ArrayRecordComponent")
public record RopeFrequencies(double[] values, double magnitude) {
  /** base^(−2i/d). */
  public static double[] plain(double base, int dimensions) {
    double[] values = new double[dimensions / 2];
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.pow(base, -2.0 * i / dimensions);
    }
    return values;
  }

  /**
   * With the model's scaling.
   *
   * @param vectors reads a tensor of the file, if it is there
   */
  public static RopeFrequencies of(ModelSpec spec, Function<String, Optional<float[]>> vectors) {
    double[] values = plain(spec.ropeBase(), spec.ropeDimensions());
    divide(values, "rope_freqs.weight", vectors);
    return switch (spec.ropeScaling()) {
      case RopeScaling.Linear(double factor) -> {
        for (int i = 0; i < values.length; i++) {
          values[i] /= factor;
        }
        yield new RopeFrequencies(values, 1);
      }
      case RopeScaling.PerFrequency(double attention) -> {
        divide(values, "rope_factors_short.weight", vectors);
        yield new RopeFrequencies(values, attention);
      }
      case RopeScaling.Yarn yarn -> {
        stretch(values, yarn, spec);
        yield new RopeFrequencies(
            values, yarn.attentionFactor() * (1 + 0.1 * Math.log(yarn.factor())));
      }
    };
  }

  private static void divide(
      double[] values, String tensor, Function<String, Optional<float[]>> vectors) {
    Optional<float[]> divisors = vectors.apply(tensor);
    if (divisors.isEmpty()) {
      return;
    }
    if (divisors.get().length != values.length) {
      throw new ModelException(
          ModelException.Code.MALFORMED,
          "%s has %d factors, the model needs %d"
              .formatted(tensor, divisors.get().length, values.length));
    }
    for (int i = 0; i < values.length; i++) {
      float divisor = divisors.get()[i];
      if (!(divisor > 0) || !Float.isFinite(divisor)) {
        throw new ModelException(
            ModelException.Code.MALFORMED,
            "%s: factor %d is %s but must be positive".formatted(tensor, i, divisor));
      }
      values[i] /= divisor;
    }
  }

  /** Divides slow frequencies by the factor, keeps fast ones, and blends those between. */
  private static void stretch(double[] values, RopeScaling.Yarn yarn, ModelSpec spec) {
    int dimensions = spec.ropeDimensions();
    double low = Math.max(0, Math.floor(turning(yarn.betaFast(), yarn, spec)));
    double high = Math.min(dimensions - 1.0, Math.ceil(turning(yarn.betaSlow(), yarn, spec)));
    for (int i = 0; i < values.length; i++) {
      double divided = Math.clamp((i - low) / Math.max(0.001, high - low), 0.0, 1.0);
      values[i] = values[i] * (1 - divided) + values[i] / yarn.factor() * divided;
    }
  }

  /** The index of the frequency that makes {@code turns} turns in the original context. */
  private static double turning(double turns, RopeScaling.Yarn yarn, ModelSpec spec) {
    return spec.ropeDimensions()
        * Math.log(yarn.originalContext() / (turns * 2 * Math.PI))
        / (2 * Math.log(spec.ropeBase()));
  }
}
