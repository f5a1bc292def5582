package dev.nightshift.kernel;

import dev.nightshift.gguf.GgufTensor;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import jdk.incubator.vector.FloatVector;

/**
 * A matrix copied so that rows lie side by side, as many as a vector has lanes in a <em>strip</em>:
 * column by column, each lane has its own row. Products need no sums over lanes, a scale is applied
 * to a whole strip at once, and each number of x is loaded once for four strips, a <em>unit</em>,
 * which is one run of memory. The codes and scales are those of the file.
 */
sealed interface Strips permits NibbleStrips, ByteStrips {
  /** Rows of a strip. */
  int LANES = Lanes.COUNT;

  /** Strips of a unit. */
  int STRIPS = 4;

  /** Rows of a unit. */
  int ROWS = STRIPS * LANES;

  /** Bytes of a unit. */
  long unitBytes();

  /**
   * Copies one unit's rows.
   *
   * @return false if a scale cannot be held: the matrix must be computed from the file then
   */
  boolean fill(int unit);

  /**
   * The products of a unit's rows with one vector.
   *
   * @param x prepared
   */
  void one(int unit, TokenVectors x, int token, TokenVectors y);

  /** Scales and offsets of a unit as floats, this thread's until it asks for others. */
  float[] scales(int unit);

  /**
   * The products of two strips with four vectors.
   *
   * @param scales of the unit
   * @param strip the first of the strips
   * @param token the first of the vectors
   */
  void four(int unit, float[] scales, int strip, TokenVectors x, int token, TokenVectors y);

  /**
   * The numbers of a strip of a unit, column by column.
   *
   * @param scales of the unit
   * @param from the first column, a multiple of 32 as {@code end} is
   * @param out where they go: {@code LANES} numbers a column, columns {@code 2 * LANES} apart
   * @param to where the first column goes
   */
  void decode(int unit, float[] scales, int strip, int from, int end, float[] out, int to);

  /** Writes the products of two strips. */
  static void put(FloatVector first, FloatVector second, float[] y, int to) {
    first.intoArray(y, to);
    second.intoArray(y, to + LANES);
  }

  /** How many units the matrix has; rows beyond the last whole one are not copied. */
  static int units(GgufTensor tensor) {
    return (int) (tensor.rows() / ROWS);
  }

  /** Bytes that a copy of the matrix takes; 0 if there is none of its type. */
  static long bytes(GgufTensor tensor) {
    return of(tensor, MemorySegment.NULL)
        .map(strips -> strips.unitBytes() * units(tensor))
        .orElse(0L);
  }

  /**
   * An empty copy.
   *
   * @param memory as many bytes as {@link #bytes} says
   */
  static Optional<Strips> of(GgufTensor tensor, MemorySegment memory) {
    return switch (tensor.type()) {
      case Q4_0, Q4_1, Q4_K -> Optional.of(new NibbleStrips(tensor, memory));
      case Q8_0, Q5_0, Q5_1, Q5_K, Q6_K -> Optional.of(new ByteStrips(tensor, memory));
      default -> Optional.empty();
    };
  }
}
