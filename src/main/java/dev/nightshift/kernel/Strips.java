package dev.nightshift.kernel;

import dev.nightshift.gguf.GgufTensor;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * A matrix copied so that rows lie side by side, as many as a vector has lanes in a <em>strip</em>:
 * column by column, each lane has its own row. Products need no sums over lanes, a scale is applied
 * to a whole strip at once, and each number of x is loaded once for four strips, a <em>unit</em>.
 * The codes and scales are those of the file. A vector's products are the same numbers whether it
 * is multiplied alone or beside others.
 */
sealed interface Strips permits NibbleStrips, ByteStrips {
  /** Rows of a strip. */
  int LANES = Lanes.COUNT;

  /** Strips of a unit. */
  int STRIPS = 4;

  /** Rows of a unit. */
  int ROWS = STRIPS * LANES;

  /** Columns that share a scale. */
  int BLOCK = 32;

  /** Vectors that are multiplied at once. */
  int TOKENS = 4;

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

  /**
   * The numbers of two strips of a unit, column by column: those of the first strip, then those of
   * the second.
   *
   * @param strip the first of them
   * @param out [columns, 2 · lanes]
   */
  void decode(int unit, int strip, float[] out);

  /** How many units the matrix has; rows beyond the last whole one are not copied. */
  static int units(GgufTensor tensor) {
    return (int) (tensor.rows() / ROWS);
  }

  /** Bytes that a copy of the matrix takes; 0 if there is none of its type. */
  static long bytes(GgufTensor tensor) {
    long blocks = units(tensor) * (tensor.columns() / BLOCK);
    return switch (tensor.type()) {
      case Q4_0, Q4_1 -> blocks * NibbleStrips.BLOCK_BYTES;
      case Q8_0 -> blocks * ByteStrips.BLOCK_BYTES;
      default -> 0;
    };
  }

  /**
   * An empty copy.
   *
   * @param memory as many bytes as {@link #bytes} says
   */
  static Optional<Strips> of(GgufTensor tensor, MemorySegment memory) {
    return switch (tensor.type()) {
      case Q4_0, Q4_1 -> Optional.of(new NibbleStrips(tensor, memory));
      case Q8_0 -> Optional.of(new ByteStrips(tensor, memory));
      default -> Optional.empty();
    };
  }
}
