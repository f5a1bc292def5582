package dev.nightshift.kernel;

import dev.nightshift.gguf.GgufTensor;
import dev.nightshift.gguf.GgufType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Strips of four-bit codes. A block of a unit has the scales of its rows, their offsets, both in
 * half precision, then four times a vector of ints a strip: in the i-th, the bits 4j to 4j + 3 of a
 * lane are the code of column 8i + j. A code is used where it stands, 16^j times too large, with a
 * number of x that was made 16^j times too small: both exactly.
 */
final class NibbleStrips implements Strips {
  private static final int HALVES = 2 * LANES;
  private static final int INTS = 4 * LANES;

  /** Where offsets and codes begin. */
  private static final int OFFSETS = STRIPS * HALVES;

  private static final int CODES = 2 * OFFSETS;

  /** From eight columns to the next. */
  private static final int EIGHT = STRIPS * INTS;

  /** Bytes of a block of a unit. */
  static final int BLOCK_BYTES = CODES + 4 * EIGHT;

  private static final ThreadLocal<float[]> SCALES = ThreadLocal.withInitial(() -> new float[0]);

  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** The last code of eight is kept less 8, as a signed number. */
  private static final int TOP = 0x8000_0000;

  private static final long LOW = 0x0f0f_0f0f_0f0f_0f0fL;

  private final MemorySegment source;
  private final long rowBytes;
  private final boolean minimum;
  private final int blocks;
  private final MemorySegment memory;

  /** Of Q4_0 (value = d · (code − 8)) or Q4_1 (value = d · code + m). */
  NibbleStrips(GgufTensor tensor, MemorySegment memory) {
    this.source = tensor.data();
    this.rowBytes = tensor.rowBytes();
    this.minimum = tensor.type() == GgufType.Q4_1;
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
        held &= block(from, to, row);
        from += minimum ? 20 : 18;
        to += BLOCK_BYTES;
      }
    }
    return held;
  }

  private boolean block(long from, long to, int row) {
    float scale = BlockRows.half(source, from);
    float offset = minimum ? BlockRows.half(source, from + 2) : -8 * scale;
    short half = Float.floatToFloat16(offset);
    memory.set(BlockRows.SHORT, to + 2L * row, source.get(BlockRows.SHORT, from));
    memory.set(BlockRows.SHORT, to + OFFSETS + 2L * row, half);
    long codes = from + (minimum ? 4 : 2);
    long first = source.get(LONG, codes);
    long second = source.get(LONG, codes + 8);
    long at = to + CODES + 4L * row;
    memory.set(BlockRows.INT, at, pack(first & LOW));
    memory.set(BlockRows.INT, at + EIGHT, pack(second & LOW));
    memory.set(BlockRows.INT, at + 2L * EIGHT, pack(first >>> 4 & LOW));
    memory.set(BlockRows.INT, at + 3L * EIGHT, pack(second >>> 4 & LOW));
    return Float.isFinite(scale) && Float.isFinite(Float.float16ToFloat(half));
  }

  /** The low halves of eight bytes, next to each other. */
  private static int pack(long halves) {
    long pairs = (halves | halves >>> 4) & 0x00ff_00ff_00ff_00ffL;
    long fours = (pairs | pairs >>> 8) & 0x0000_ffff_0000_ffffL;
    return (int) (fours | fours >>> 16) ^ TOP;
  }

  @Override
  public void one(int unit, TokenVectors x, int token, TokenVectors y) {
    one(memory, unit * unitBytes(), blocks, scales(unit), x, token, y, unit * ROWS);
  }

  @Override
  public void decode(int unit, int strip, float[] out) {
    float[] scales = scales(unit);
    long at = unit * unitBytes() + CODES + (long) strip * INTS;
    int to = 0;
    for (int block = 0; block < blocks; block++) {
      int scale = 2 * ROWS * block + strip * LANES;
      for (long codes = at; codes < at + 4L * EIGHT; codes += EIGHT) {
        pair(scales, scale, Lanes.ints(memory, codes), Lanes.ints(memory, codes + INTS), out, to);
        to += 8 * 2 * LANES;
      }
      at += BLOCK_BYTES;
    }
  }

  /** Eight columns of two strips. */
  private static void pair(
      float[] scales, int at, IntVector first, IntVector second, float[] out, int to) {
    FloatVector scale = Lanes.load(scales, at);
    FloatVector next = Lanes.load(scales, at + LANES);
    FloatVector offset = Lanes.load(scales, at + ROWS);
    FloatVector nextOffset = Lanes.load(scales, at + ROWS + LANES);
    IntVector u = first.lanewise(VectorOperators.XOR, TOP);
    IntVector v = second.lanewise(VectorOperators.XOR, TOP);
    for (int i = to; i < to + 8 * 2 * LANES; i += 2 * LANES) {
      Lanes.floats(u.and(15)).fma(scale, offset).intoArray(out, i);
      Lanes.floats(v.and(15)).fma(next, nextOffset).intoArray(out, i + LANES);
      u = u.lanewise(VectorOperators.LSHR, 4);
      v = v.lanewise(VectorOperators.LSHR, 4);
    }
  }

  /** Scales and offsets of each block of a unit as floats. */
  private float[] scales(int unit) {
    float[] scales = SCALES.get();
    if (scales.length < 2 * ROWS * blocks) {
      scales = new float[2 * ROWS * blocks];
      SCALES.set(scales);
    }
    long at = unit * unitBytes();
    for (int to = 0; to < 2 * ROWS * blocks; to += 2 * ROWS) {
      for (int i = 0; i < 2 * ROWS; i += LANES) {
        Lanes.halves(memory, at + 2L * i).intoArray(scales, to + i);
      }
      at += BLOCK_BYTES;
    }
    return scales;
  }

  private static void one(
      MemorySegment data,
      long at,
      int blocks,
      float[] scales,
      TokenVectors vectors,
      int token,
      TokenVectors y,
      int row) {
    float[] values = vectors.scaled();
    float[] sums = vectors.sums();
    int column = vectors.at(token);
    int sum = vectors.sumsAt(token);
    FloatVector total0 = FloatVector.zero(Lanes.FLOATS);
    FloatVector total1 = total0;
    FloatVector total2 = total0;
    FloatVector total3 = total0;
    for (int scale = 0; scale < 2 * ROWS * blocks; scale += 2 * ROWS) {
      FloatVector a = Lanes.all(sums[sum + 1]);
      FloatVector b = a;
      FloatVector c = a;
      FloatVector d = a;
      for (long codes = at + CODES; codes < at + BLOCK_BYTES; codes += EIGHT) {
        IntVector first = Lanes.ints(data, codes);
        IntVector second = Lanes.ints(data, codes + INTS);
        IntVector third = Lanes.ints(data, codes + 2L * INTS);
        IntVector fourth = Lanes.ints(data, codes + 3L * INTS);
        for (int bits = 15; bits != 0; bits <<= 4) {
          IntVector mask = Lanes.ints(bits);
          FloatVector x = Lanes.all(values[column++]);
          a = Lanes.floats(first.and(mask)).fma(x, a);
          b = Lanes.floats(second.and(mask)).fma(x, b);
          c = Lanes.floats(third.and(mask)).fma(x, c);
          d = Lanes.floats(fourth.and(mask)).fma(x, d);
        }
      }
      FloatVector x = Lanes.all(sums[sum]);
      total0 = total(scales, scale, a, x, total0);
      total1 = total(scales, scale + LANES, b, x, total1);
      total2 = total(scales, scale + 2 * LANES, c, x, total2);
      total3 = total(scales, scale + 3 * LANES, d, x, total3);
      sum += 2;
      at += BLOCK_BYTES;
    }
    int to = y.at(token) + row;
    total0.intoArray(y.values(), to);
    total1.intoArray(y.values(), to + LANES);
    total2.intoArray(y.values(), to + 2 * LANES);
    total3.intoArray(y.values(), to + 3 * LANES);
  }

  /** A block's sum, scaled, and its offset, added to what the blocks before came to. */
  private static FloatVector total(
      float[] scales, int at, FloatVector sum, FloatVector x, FloatVector before) {
    return sum.fma(Lanes.load(scales, at), Lanes.load(scales, at + ROWS).fma(x, before));
  }
}
