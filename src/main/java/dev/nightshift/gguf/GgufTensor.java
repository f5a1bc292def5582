package dev.nightshift.gguf;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * One tensor of a GGUF file. Its bytes stay in the mapped file and live as long as the {@link
 * GgufFile} is open.
 *
 * @param name the tensor's name in the file, e.g. {@code blk.0.attn_q.weight}
 * @param type how its numbers are stored
 * @param shapeInnermostFirst ggml's order: a linear weight [out, in] has the shape {in, out}
 * @param data exactly the tensor's bytes
 */
@SuppressWarnings("ArrayRecordComponent")
public record GgufTensor(
    String name, GgufType type, long[] shapeInnermostFirst, MemorySegment data) {
  public GgufTensor {
    if (shapeInnermostFirst.length == 0) {
      throw new IllegalArgumentException("tensor " + name + " has no dimensions");
    }
  }

  /** The length of the innermost dimension. */
  public long columns() {
    return shapeInnermostFirst[0];
  }

  /** The product of all dimensions but the innermost; 1 for a vector. */
  public long rows() {
    long rows = 1;
    for (int i = 1; i < shapeInnermostFirst.length; i++) {
      rows *= shapeInnermostFirst[i];
    }
    return rows;
  }

  /** How many numbers the tensor holds. */
  public long elements() {
    return rows() * columns();
  }

  /** Bytes of one row. */
  public long rowBytes() {
    return type.bytes(columns());
  }

  /**
   * Some of the rows, as a matrix over the same bytes.
   *
   * @throws GgufException with code {@code REQUEST} for rows that are not there
   */
  public GgufTensor slice(long firstRow, long rows) {
    if (firstRow < 0 || rows < 1 || rows > rows() - firstRow) {
      throw new GgufException(
          GgufException.Code.REQUEST,
          "rows %d to %d of the tensor %s were asked for, but it has %d"
              .formatted(firstRow, firstRow + rows - 1, this, rows()));
    }
    return new GgufTensor(
        name,
        type,
        new long[] {columns(), rows},
        data.asSlice(firstRow * rowBytes(), rows * rowBytes()));
  }

  /**
   * Gives the memory back that pages of the mapped file take in this process: reading them again
   * fetches them again. For a reader that has what it needs and goes on to other tensors.
   */
  public void unload() {
    if (data.isMapped()) {
      data.unload();
    }
  }

  @Override
  public String toString() {
    return name + " " + type + " " + Arrays.toString(shapeInnermostFirst);
  }
}
