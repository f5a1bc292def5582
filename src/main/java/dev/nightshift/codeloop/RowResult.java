package dev.nightshift.codeloop;

/**
 * What a program made of a row.
 *
 * @param row which
 * @param passed whether that is the ground truth
 * @param output what it returned or printed, as Python shows it; empty when it came to none
 * @param problem what went wrong, in one line; empty when it passed
 * @param fault the same for who counts; {@link Fault#NONE} when it passed
 */
public record RowResult(Row row, boolean passed, String output, String problem, Fault fault) {
  static RowResult passed(Row row, String output) {
    return new RowResult(row, true, output, "", Fault.NONE);
  }

  /** It came to something else. */
  static RowResult other(Row row, String output, Fault.Kind kind) {
    return new RowResult(row, false, output, "another value", Fault.of(kind));
  }

  static RowResult failed(Row row, String problem, Fault fault) {
    return new RowResult(row, false, "", problem, fault);
  }
}
