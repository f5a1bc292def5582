package dev.nightshift.gguf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Copies the blocks of some rows of a tensor out of the mapped file, a piece that fits the cache at
 * a time.
 */
final class BlockReader {
  private static final int PIECE_BYTES = 1 << 16;

  private final GgufTensor tensor;
  private final int values;
  private final byte[] buffer;
  private long at;
  private final long end;
  private int blocks;

  BlockReader(GgufTensor tensor, long firstRow, int rows) {
    if (firstRow < 0 || rows < 0 || rows > tensor.rows() - firstRow) {
      throw new GgufException(
          GgufException.Code.REQUEST,
          "rows %d to %d of the tensor %s were asked for, but it has %d"
              .formatted(firstRow, firstRow + rows - 1, tensor, tensor.rows()));
    }
    if (rows > (Integer.MAX_VALUE - 8) / tensor.columns()) {
      throw new GgufException(
          GgufException.Code.REQUEST,
          "%d rows of the tensor %s are too many numbers for one array; ask for fewer rows"
              .formatted(rows, tensor));
    }
    this.tensor = tensor;
    this.values = (int) (rows * tensor.columns());
    int blockBytes = tensor.type().blockBytes();
    this.buffer = new byte[PIECE_BYTES / blockBytes * blockBytes];
    this.at = firstRow * tensor.rowBytes();
    this.end = at + rows * tensor.rowBytes();
  }

  /** How many numbers the rows hold. */
  int values() {
    return values;
  }

  /** Copies the next blocks; false when there are none left. */
  boolean next() {
    int bytes = (int) Math.min(buffer.length, end - at);
    try {
      MemorySegment.copy(tensor.data(), ValueLayout.JAVA_BYTE, at, buffer, 0, bytes);
    } catch (InternalError e) {
      throw new GgufException(
          GgufException.Code.UNREADABLE,
          "the file of the tensor " + tensor + " was cut while it was being read",
          e);
    }
    at += bytes;
    blocks = bytes / tensor.type().blockBytes();
    return blocks > 0;
  }

  byte[] buffer() {
    return buffer;
  }

  /** Blocks that stand at the front of the buffer. */
  int blocks() {
    return blocks;
  }
}
