package dev.nightshift.appraisal;

/** Orders of growth, from the slowest. */
public enum Order {
  CONSTANT("O(1)", 1),
  LOGARITHMIC("O(log n)", 1),
  SQUARE_ROOT("O(sqrt n)", 1),
  LINEAR("O(n)", 1),
  LINEARITHMIC("O(n log n)", 1),
  SUBQUADRATIC("O(n^1.5)", 1),
  QUADRATIC("O(n^2)", 0.5),
  CUBIC("O(n^3)", 0.25),
  EXPONENTIAL("O(c^n)", 0);

  private final String notation;
  private final double score;

  Order(String notation, double score) {
    this.notation = notation;
    this.score = score;
  }

  /** As it is written. */
  public String notation() {
    return notation;
  }

  /** What it is worth, 0 to 1. */
  public double score() {
    return score;
  }
}
