package dev.nightshift.appraisal;

/**
 * Something about a program's text.
 *
 * @param severity how bad it is
 * @param line where, from 1
 * @param rule its name, such as {@code bare-except} or {@code E711}
 * @param message in words
 * @param by who says so: {@code nightshift}, {@code ruff} or {@code bandit}
 */
public record Remark(Severity severity, int line, String rule, String message, String by) {
  /** How bad something is. */
  public enum Severity {
    /** Dangerous or almost certainly wrong. */
    HIGH(0.3),
    /** A trap. */
    MEDIUM(0.1),
    /** Untidy. */
    LOW(0.03),
    /** Could be nicer; costs nothing. */
    HINT(0);

    private final double cost;

    Severity(double cost) {
      this.cost = cost;
    }

    /** What it takes from the score. */
    double cost() {
      return cost;
    }
  }
}
