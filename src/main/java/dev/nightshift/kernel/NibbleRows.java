package dev.nightshift.kernel;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * Q4_0 (f16 d, 16 bytes; value = d · (code − 8)) and Q4_1 (f16 d, f16 m, 16 bytes; value = d · code
 * + m). The low halves of the bytes are the first sixteen codes of a block.
 */
record NibbleRows(int blockBytes, boolean minimum) implements DirectRows {
  @Override
  public void decode(MemorySegment data, long at, int columns, float[] out, int to) {
    if (minimum) {
      decodeWithMinimum(data, at, columns / 32, out, to);
    } else {
      decodeCentred(data, at, columns / 32, out, to);
    }
  }

  private static void decodeWithMinimum(
      MemorySegment data, long at, int blocks, float[] out, int to) {
    for (int block = 0; block < blocks; block++) {
      long from = at + 20L * block;
      FloatVector scale = Lanes.all(BlockRows.half(data, from));
      FloatVector offset = Lanes.all(BlockRows.half(data, from + 2));
      codes(data, from + 4, scale, offset, out, to + 32 * block);
    }
  }

  private static void decodeCentred(MemorySegment data, long at, int blocks, float[] out, int to) {
    for (int block = 0; block < blocks; block++) {
      long from = at + 18L * block;
      float d = BlockRows.half(data, from);
      codes(data, from + 2, Lanes.all(d), Lanes.all(-8 * d), out, to + 32 * block);
    }
  }

  private static void codes(
      MemorySegment data, long at, FloatVector scale, FloatVector offset, float[] out, int to) {
    for (int i = 0; i < 16; i += Lanes.COUNT) {
      IntVector pairs = Lanes.unsignedBytes(data, at + i);
      Lanes.low(pairs).fma(scale, offset).intoArray(out, to + i);
      Lanes.high(pairs).fma(scale, offset).intoArray(out, to + 16 + i);
    }
  }

  @Override
  public void multiply(MemorySegment data, long at, int rows, TokenVectors x, float[] y, int to) {
    int blocks = x.width() / 32;
    long rowBytes = (long) blockBytes * blocks;
    for (int row = 0; row < rows; row += 2) {
      if (minimum) {
        twoWithMinimum(data, at + row * rowBytes, rowBytes, x.values(), x.sums(), y, to + row);
      } else {
        twoCentred(data, at + row * rowBytes, rowBytes, x.values(), x.sums(), y, to + row);
      }
    }
  }

  // Two rows at once: they share what is loaded of x, and their sums do not wait for each other.
  private static void twoWithMinimum(
      MemorySegment data, long at, long rowBytes, float[] x, float[] sums, float[] y, int to) {
    int blocks = (int) (rowBytes / 20);
    FloatVector first = FloatVector.zero(Lanes.FLOATS);
    FloatVector second = first;
    float firstOffset = 0;
    float secondOffset = 0;
    for (int block = 0; block < blocks; block++) {
      long from = at + 20L * block;
      int header = data.get(INT, from);
      int next = data.get(INT, from + rowBytes);
      float sum = sums[2 * block];
      firstOffset = Math.fma(Float.float16ToFloat((short) (header >> 16)), sum, firstOffset);
      secondOffset = Math.fma(Float.float16ToFloat((short) (next >> 16)), sum, secondOffset);
      first =
          codes(data, from + 4, x, 32 * block)
              .fma(Lanes.all(Float.float16ToFloat((short) header)), first);
      second =
          codes(data, from + rowBytes + 4, x, 32 * block)
              .fma(Lanes.all(Float.float16ToFloat((short) next)), second);
    }
    y[to] = Lanes.sum(first) + firstOffset;
    y[to + 1] = Lanes.sum(second) + secondOffset;
  }

  private static void twoCentred(
      MemorySegment data, long at, long rowBytes, float[] x, float[] sums, float[] y, int to) {
    int blocks = (int) (rowBytes / 18);
    FloatVector first = FloatVector.zero(Lanes.FLOATS);
    FloatVector second = first;
    float firstOffset = 0;
    float secondOffset = 0;
    for (int block = 0; block < blocks; block++) {
      long from = at + 18L * block;
      float scale = BlockRows.half(data, from);
      float next = BlockRows.half(data, from + rowBytes);
      float eighths = -8 * sums[2 * block];
      firstOffset = Math.fma(scale, eighths, firstOffset);
      secondOffset = Math.fma(next, eighths, secondOffset);
      first = codes(data, from + 2, x, 32 * block).fma(Lanes.all(scale), first);
      second = codes(data, from + rowBytes + 2, x, 32 * block).fma(Lanes.all(next), second);
    }
    y[to] = Lanes.sum(first) + firstOffset;
    y[to + 1] = Lanes.sum(second) + secondOffset;
  }

  /** The sum of code · x over a block, lane by lane. */
  private static FloatVector codes(MemorySegment data, long at, float[] x, int xAt) {
    IntVector pairs = Lanes.unsignedBytes(data, at);
    FloatVector low = Lanes.low(pairs).mul(Lanes.load(x, xAt));
    FloatVector all = Lanes.high(pairs).fma(Lanes.load(x, xAt + 16), low);
    if (Lanes.COUNT == 8) {
      IntVector more = Lanes.unsignedBytes(data, at + 8);
      all = Lanes.low(more).fma(Lanes.load(x, xAt + 8), all);
      all = Lanes.high(more).fma(Lanes.load(x, xAt + 24), all);
    }
    return all;
  }
}
