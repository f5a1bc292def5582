package dev.nightshift.kernel;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/** Q8_0: f16 d and 32 signed bytes; value = d · code. */
record ByteRows() implements DirectRows {
  private static final int BYTES = 34;
  private static final FloatVector ZERO = FloatVector.zero(Lanes.FLOATS);

  @Override
  public void decode(MemorySegment data, long at, int columns, float[] out, int to) {
    for (int block = 0; block < columns / 32; block++) {
      long from = at + (long) BYTES * block;
      FloatVector scale = Lanes.all(BlockRows.half(data, from));
      for (int i = 0; i < 32; i += Lanes.COUNT) {
        Lanes.floats(Lanes.signedBytes(data, from + 2 + i))
            .mul(scale)
            .intoArray(out, to + 32 * block + i);
      }
    }
  }

  @Override
  public void multiply(MemorySegment data, long at, int rows, TokenVectors x, float[] y, int to) {
    long rowBytes = (long) BYTES * (x.width() / 32);
    for (int row = 0; row < rows; row += 2) {
      two(data, at + row * rowBytes, rowBytes, x.values(), y, to + row);
    }
  }

  private static void two(
      MemorySegment data, long at, long rowBytes, float[] x, float[] y, int to) {
    int blocks = (int) (rowBytes / BYTES);
    FloatVector first = FloatVector.zero(Lanes.FLOATS);
    FloatVector second = first;
    for (int block = 0; block < blocks; block++) {
      long from = at + (long) BYTES * block;
      FloatVector scale = Lanes.all(BlockRows.half(data, from));
      FloatVector next = Lanes.all(BlockRows.half(data, from + rowBytes));
      first = codes(data, from + 2, x, 32 * block).fma(scale, first);
      second = codes(data, from + rowBytes + 2, x, 32 * block).fma(next, second);
    }
    y[to] = Lanes.sum(first);
    y[to + 1] = Lanes.sum(second);
  }

  /** The sum of code · x over a block, lane by lane. */
  private static FloatVector codes(MemorySegment data, long at, float[] x, int xAt) {
    FloatVector all = part(data, at, x, xAt, part(data, at + 16, x, xAt + 16, ZERO));
    return Lanes.COUNT == 8
        ? part(data, at + 8, x, xAt + 8, part(data, at + 24, x, xAt + 24, all))
        : all;
  }

  private static FloatVector part(
      MemorySegment data, long at, float[] x, int xAt, FloatVector sum) {
    return Lanes.floats(Lanes.signedBytes(data, at)).fma(Lanes.load(x, xAt), sum);
  }
}
