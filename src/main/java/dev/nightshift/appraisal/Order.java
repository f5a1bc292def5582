package dev.nightshift.appraisal;

/** Orders of growth, from the slowest. */
public enum Order {
  CONSTANT("O(1)", 1, 0),
  LOGARITHMIC("O(log n)", 1, 0.2),
  SQUARE_ROOT("O(sqrt n)", 1, 0.5),
  LINEAR("O(n)", 1, 1),
  LINEARITHMIC("O(n log n)", 1, 1.1),
  SUBQUADRATIC("O(n^1.5)", 1, 1.5),
  QUADRATIC("O(n^2)", 0.5, 2),
  CUBIC("O(n^3)", 0.25, 3),
  EXPONENTIAL("O(c^n)", 0, Double.POSITIVE_INFINITY);

  private final String notation;
  private final double score;
  private final double exponent;

  Order(String notation, double score, double exponent) {
    this.notation = notation;
    this.score = score;
    this.exponent = exponent;
  }

  /** As it is written. */
  public String notation() {
    return notation;
  }

  /** Of the power of n that grows about as fast. */
  public double exponent() {
    return exponent;
  }

  /** What it is worth, 0 to 1. */
  public double score() {
    return score;
  }
}
