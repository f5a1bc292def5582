package dev.nightshift.model;

import java.util.stream.LongStream;

/**
 * Sequences of one pass through the model.
 *
 * @param rows of tokens
 * @param length tokens of a row
 * @param ids [rows, length], row-major
 * @param places rotary position of every column
 * @param mask [length, length], true where a column (a query) may look at another; empty: at itself
 *     and those before it, so that rows may be padded on the right
 * @param positions flat positions in {@code ids} whose next token counts, none twice
 * @param targets those next tokens
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record TokenRows(
    int rows,
    int length,
    long[] ids,
    long[] places,
    boolean[] mask,
    long[] positions,
    long[] targets) {
  public TokenRows {
    if (rows < 1 || length < 1 || ids.length != (long) rows * length || places.length != length) {
      throw new IllegalArgumentException(
          "%d ids and %d places do not make %d rows of %d tokens"
              .formatted(ids.length, places.length, rows, length));
    }
    if (mask.length != 0 && mask.length != (long) length * length) {
      throw new IllegalArgumentException(mask.length + " is not " + length + " squared");
    }
    if (positions.length != targets.length || positions.length == 0) {
      throw new IllegalArgumentException(
          positions.length + " positions and " + targets.length + " targets");
    }
  }

  /** Rows that each begin at position 0 and are padded on the right. */
  public static TokenRows padded(int rows, long[] ids, long[] positions, long[] targets) {
    int length = ids.length / rows;
    long[] places = LongStream.range(0, length).toArray();
    return new TokenRows(rows, length, ids, places, new boolean[0], positions, targets);
  }
}
