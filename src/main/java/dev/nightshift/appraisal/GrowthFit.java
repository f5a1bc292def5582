package dev.nightshift.appraisal;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * Finds the order of growth that measurements follow.
 *
 * <p>For each order f the values are fitted by {@code a + b f(n)} with a, b ≥ 0, so that the sum of
 * the squared relative errors is least; of an exponential one, the base is searched for too. Values
 * of small inputs count as much as those of large ones, and a fifth of them, those that fit worst,
 * not at all: a machine that does something else makes some too large. The order with the least
 * error wins, but for a simpler one that is nearly as near: within a quarter of its error, or
 * within {@value #NOISE}, which is what repeated times differ by. Values that hardly change are
 * constant; those that no order comes near to ({@value #WORST} on average) follow none.
 */
final class GrowthFit {
  /** Fewer sizes are no series. */
  static final int FEWEST = 5;

  private static final double NOISE = 0.1;
  private static final double WORST = 0.35;
  private static final double NEARLY = 1.25;

  /** What does not double over all sizes does not grow. */
  private static final double CONSTANT = 1.6;

  /** Of so many values one may be wrong. */
  private static final int OUTLIERS = 5;

  private record Candidate(Order order, double error) {}

  private GrowthFit() {}

  /**
   * Fits.
   *
   * @param sizes ascending, positive
   * @param values positive, one for each
   * @param spread how many times as large the largest size must at least be
   */
  static Growth of(double[] sizes, double[] values, double spread) {
    if (sizes.length < FEWEST) {
      return Growth.unknown(sizes.length + " sizes are too few");
    }
    double[] sorted = Arrays.stream(values).sorted().toArray();
    double largest = sorted[sorted.length - 1 - sorted.length / OUTLIERS];
    double smallest = sorted[0];
    boolean wide = sizes[sizes.length - 1] >= spread * sizes[0];
    if (wide && largest <= CONSTANT * smallest) {
      return Growth.of(Order.CONSTANT);
    }
    List<Candidate> candidates =
        Arrays.stream(Order.values())
            .filter(order -> order != Order.CONSTANT)
            .map(order -> new Candidate(order, error(order, sizes, values)))
            .toList();
    double least = candidates.stream().mapToDouble(Candidate::error).min().orElseThrow();
    if (least > WORST) {
      return Growth.unknown("what was measured follows no order");
    }
    double enough = Math.max(NEARLY * least, Math.min(NOISE, 2 * least));
    Order order =
        candidates.stream()
            .filter(candidate -> candidate.error() <= enough)
            .findFirst()
            .orElseThrow()
            .order();
    return wide || order == Order.EXPONENTIAL
        ? Growth.of(order)
        : Growth.unknown("the sizes are too near to each other");
  }

  private static double error(Order order, double[] sizes, double[] values) {
    return switch (order) {
      case CONSTANT -> error(n -> 0, sizes, values);
      case LOGARITHMIC -> error(n -> Math.log(1 + n), sizes, values);
      case SQUARE_ROOT -> error(Math::sqrt, sizes, values);
      case LINEAR -> error(n -> n, sizes, values);
      case LINEARITHMIC -> error(n -> n * Math.log(1 + n), sizes, values);
      case SUBQUADRATIC -> error(n -> n * Math.sqrt(n), sizes, values);
      case QUADRATIC -> error(n -> n * n, sizes, values);
      case CUBIC -> error(n -> n * n * n, sizes, values);
      case EXPONENTIAL -> exponential(sizes, values);
    };
  }

  /** Over bases from 1.1 to 10; a free number more than the others have costs a half. */
  private static double exponential(double[] sizes, double[] values) {
    double last = sizes[sizes.length - 1];
    double least = Double.MAX_VALUE;
    for (double rate = Math.log(1.1); rate <= Math.log(10); rate += 0.02) {
      double by = rate;
      least = Math.min(least, error(n -> Math.exp(by * (n - last)), sizes, values));
    }
    return 1.5 * least;
  }

  /** Root of the mean squared relative error of the best a + b f, without the worst values. */
  private static double error(DoubleUnaryOperator f, double[] sizes, double[] values) {
    double scale = Math.max(Double.MIN_NORMAL, f.applyAsDouble(sizes[sizes.length - 1]));
    double[] shapes = Arrays.stream(sizes).map(n -> f.applyAsDouble(n) / scale).toArray();
    boolean[] left = new boolean[sizes.length];
    Arrays.fill(left, true);
    double[] line = line(shapes, values, left);
    for (int out = 0; out < sizes.length / OUTLIERS; out++) {
      int worst = 0;
      for (int i = 0; i < sizes.length; i++) {
        if (left[i]
            && (!left[worst] || off(line, shapes, values, i) > off(line, shapes, values, worst))) {
          worst = i;
        }
      }
      left[worst] = false;
      line = line(shapes, values, left);
    }
    double sum = 0;
    int count = 0;
    for (int i = 0; i < sizes.length; i++) {
      if (left[i]) {
        double by = off(line, shapes, values, i);
        sum += by * by;
        count++;
      }
    }
    return Math.sqrt(sum / count);
  }

  /** How far a value is from the line, relative to it. */
  private static double off(double[] line, double[] shapes, double[] values, int i) {
    return Math.abs((line[0] + line[1] * shapes[i]) / values[i] - 1);
  }

  /** The a and b of least squared relative errors. */
  private static double[] line(double[] shapes, double[] values, boolean[] left) {
    double ones = 0;
    double cross = 0;
    double squares = 0;
    double first = 0;
    double second = 0;
    for (int i = 0; i < shapes.length; i++) {
      if (left[i]) {
        // Relative errors: both columns are divided by the value, which becomes 1.
        double one = 1 / values[i];
        double at = shapes[i] / values[i];
        ones += one * one;
        cross += one * at;
        squares += at * at;
        first += one;
        second += at;
      }
    }
    double determinant = ones * squares - cross * cross;
    double a = determinant == 0 ? 0 : (first * squares - second * cross) / determinant;
    double b = determinant == 0 ? 0 : (second * ones - first * cross) / determinant;
    if (a < 0) {
      return new double[] {0, squares == 0 ? 0 : second / squares};
    }
    return b < 0 ? new double[] {first / ones, 0} : new double[] {a, b};
  }
}
