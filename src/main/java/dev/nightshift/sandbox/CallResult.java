package dev.nightshift.sandbox;

import org.jspecify.annotations.Nullable;

/**
 * What one call came to, in the words of the program's own interpreter.
 *
 * @param row which, from 0
 * @param value what it returned; null when it raised
 * @param failure what it raised; null when it returned
 * @param seconds time
 * @param cpuSeconds processor time
 * @param peakBytes most memory of the interpreter until then
 */
public record CallResult(
    int row,
    @Nullable Value value,
    @Nullable Failure failure,
    double seconds,
    double cpuSeconds,
    long peakBytes) {

  /**
   * A value of Python.
   *
   * @param type its class, such as list
   * @param json as JSON, in which a tuple is a list; null where it cannot be (a set, NaN, an
   *     object)
   * @param text as {@code repr} prints it
   */
  public record Value(String type, @Nullable String json, String text) {}
}
