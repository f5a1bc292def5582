package dev.nightshift.codeloop;

/**
 * What a program made of a row.
 *
 * @param row which
 * @param passed whether that is the ground truth
 * @param output what it returned or printed, as Python shows it; empty when it came to none
 * @param problem what went wrong, in one line; empty when it passed
 */
public record RowResult(Row row, boolean passed, String output, String problem) {
  static RowResult of(Row row, String output, boolean passed) {
    return new RowResult(row, passed, output, passed ? "" : "another value");
  }

  static RowResult failed(Row row, String problem) {
    return new RowResult(row, false, "", problem);
  }
}
