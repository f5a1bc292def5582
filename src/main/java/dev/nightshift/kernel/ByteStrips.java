package dev.nightshift.kernel;

import dev.nightshift.gguf.GgufTensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;

/**
 * Strips of eight-bit codes (Q8_0: value = d · code). A block of a unit has the scales of its rows
 * in half precision, then for each of its columns a signed byte a row.
 */
final class ByteStrips implements Strips {
  private static final int HALVES = 2 * LANES;

  /** Where codes begin. */
  private static final int CODES = STRIPS * HALVES;

  /** Bytes of a block of a unit. */
  static final int BLOCK_BYTES = CODES + BLOCK * ROWS;

  private static final int SOURCE_BYTES = 34;

  private final MemorySegment source;
  private final long rowBytes;
  private final int blocks;
  private final MemorySegment memory;

  ByteStrips(GgufTensor tensor, MemorySegment memory) {
    this.source = tensor.data();
    this.rowBytes = tensor.rowBytes();
    this.blocks = (int) (tensor.columns() / BLOCK);
    this.memory = memory;
  }

  @Override
  public long unitBytes() {
    return (long) BLOCK_BYTES * blocks;
  }

  @Override
  public boolean fill(int unit) {
    boolean held = true;
    for (int row = 0; row < ROWS; row++) {
      long from = ((long) unit * ROWS + row) * rowBytes;
      long to = unit * unitBytes();
      for (int block = 0; block < blocks; block++) {
        short scale = source.get(BlockRows.SHORT, from);
        held &= Float.isFinite(Float.float16ToFloat(scale));
        memory.set(BlockRows.SHORT, to + 2L * row, scale);
        for (int column = 0; column < BLOCK; column++) {
          byte code = source.get(ValueLayout.JAVA_BYTE, from + 2 + column);
          memory.set(ValueLayout.JAVA_BYTE, to + CODES + (long) ROWS * column + row, code);
        }
        from += SOURCE_BYTES;
        to += BLOCK_BYTES;
      }
    }
    return held;
  }

  @Override
  public void one(int unit, TokenVectors x, int token, TokenVectors y) {
    int to = y.at(token) + unit * ROWS;
    one(memory, unit * unitBytes(), blocks, x.values(), x.at(token), y.values(), to);
  }

  @Override
  public void decode(int unit, int strip, float[] out) {
    long at = unit * unitBytes();
    int to = 0;
    for (int block = 0; block < blocks; block++) {
      FloatVector scale = Lanes.halves(memory, at + (long) strip * HALVES);
      FloatVector next = Lanes.halves(memory, at + (long) strip * HALVES + HALVES);
      long codes = at + CODES + (long) strip * LANES;
      for (int column = 0; column < BLOCK; column++) {
        codes(memory, codes).mul(scale).intoArray(out, to);
        codes(memory, codes + LANES).mul(next).intoArray(out, to + LANES);
        codes += ROWS;
        to += 2 * LANES;
      }
      at += BLOCK_BYTES;
    }
  }

  private static void one(
      MemorySegment data, long unit, int blocks, float[] values, int from, float[] y, int to) {
    FloatVector zero = FloatVector.zero(Lanes.FLOATS);
    FloatVector total0 = zero;
    FloatVector total1 = zero;
    FloatVector total2 = zero;
    FloatVector total3 = zero;
    for (int block = 0; block < blocks; block++) {
      long at = unit + (long) BLOCK_BYTES * block;
      FloatVector a = zero;
      FloatVector b = zero;
      FloatVector c = zero;
      FloatVector d = zero;
      for (int column = 0; column < BLOCK; column++) {
        FloatVector x = Lanes.all(values[from + BLOCK * block + column]);
        long codes = at + CODES + (long) ROWS * column;
        a = codes(data, codes).fma(x, a);
        b = codes(data, codes + LANES).fma(x, b);
        c = codes(data, codes + 2L * LANES).fma(x, c);
        d = codes(data, codes + 3L * LANES).fma(x, d);
      }
      total0 = a.fma(Lanes.halves(data, at), total0);
      total1 = b.fma(Lanes.halves(data, at + HALVES), total1);
      total2 = c.fma(Lanes.halves(data, at + 2L * HALVES), total2);
      total3 = d.fma(Lanes.halves(data, at + 3L * HALVES), total3);
    }
    total0.intoArray(y, to);
    total1.intoArray(y, to + LANES);
    total2.intoArray(y, to + 2 * LANES);
    total3.intoArray(y, to + 3 * LANES);
  }

  private static FloatVector codes(MemorySegment data, long at) {
    return Lanes.floats(Lanes.signedBytes(data, at));
  }
}
