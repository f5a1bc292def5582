package dev.nightshift.kernel;

import dev.nightshift.gguf.GgufTensor;
import dev.nightshift.gguf.GgufType;
import dev.nightshift.gguf.GroupedWeights;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Strips of four-bit codes (Q4_0, Q4_1, Q4_K: value = scale · code + offset). A block of a unit,
 * which has 32 columns, holds four times a vector of ints a strip: in the i-th, the bits 4j to 4j +
 * 3 of a lane are the code of column 8i + j. A code is used where it stands, 16^j times too large,
 * with a number of x that was made 16^j times too small: both exactly.
 */
final class NibbleStrips implements Strips {
  private static final int BLOCK = 32;

  private static final int INTS = 4 * LANES;

  /** From eight columns to the next, and from a block to the next. */
  private static final int EIGHT = STRIPS * INTS;

  private static final int BLOCK_BYTES = 4 * EIGHT;

  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** The last code of eight is kept less 8, as a signed number. */
  private static final int TOP = 0x8000_0000;

  private static final long LOW = 0x0f0f_0f0f_0f0f_0f0fL;

  private final GgufTensor tensor;
  private final int blocks;
  private final StripScales scales;

  /** Where a unit's codes begin in it. */
  private final int codes;

  private final MemorySegment memory;

  NibbleStrips(GgufTensor tensor, MemorySegment memory) {
    this.tensor = tensor;
    this.blocks = (int) (tensor.columns() / BLOCK);
    this.scales = new StripScales(tensor.type() == GgufType.Q4_K, true);
    this.codes = scales.bytes() * blocks;
    this.memory = memory;
  }

  @Override
  public long unitBytes() {
    return codes + (long) BLOCK_BYTES * blocks;
  }

  @Override
  public boolean fill(int unit) {
    return scales.wide() ? fillGroups(unit) : fillBlocks(unit);
  }

  /** From the blocks of Q4_0 and Q4_1, whose low halves are the first sixteen codes. */
  private boolean fillBlocks(int unit) {
    MemorySegment source = tensor.data();
    boolean minimum = tensor.type() == GgufType.Q4_1;
    boolean held = true;
    for (int row = 0; row < ROWS; row++) {
      long from = ((long) unit * ROWS + row) * tensor.rowBytes();
      long at = unit * unitBytes() + codes + 4L * row;
      for (int block = 0; block < blocks; block++) {
        float scale = BlockRows.half(source, from);
        float offset = minimum ? BlockRows.half(source, from + 2) : -8 * scale;
        held &= scales.put(memory, unit * unitBytes(), block, row, scale, offset);
        long first = source.get(LONG, from + (minimum ? 4 : 2));
        long second = source.get(LONG, from + (minimum ? 12 : 10));
        memory.set(BlockRows.INT, at, pack(first & LOW));
        memory.set(BlockRows.INT, at + EIGHT, pack(second & LOW));
        memory.set(BlockRows.INT, at + 2L * EIGHT, pack(first >>> 4 & LOW));
        memory.set(BlockRows.INT, at + 3L * EIGHT, pack(second >>> 4 & LOW));
        from += tensor.type().blockBytes();
        at += BLOCK_BYTES;
      }
    }
    return held;
  }

  /** The low halves of eight bytes, next to each other. */
  private static int pack(long halves) {
    long pairs = (halves | halves >>> 4) & 0x00ff_00ff_00ff_00ffL;
    long fours = (pairs | pairs >>> 8) & 0x0000_ffff_0000_ffffL;
    return (int) (fours | fours >>> 16) ^ TOP;
  }

  private boolean fillGroups(int unit) {
    boolean held = true;
    GroupedWeights groups = GroupedWeights.of(tensor, (long) unit * ROWS, ROWS);
    for (int group = 0; group < ROWS * blocks; group++) {
      int row = group / blocks;
      int block = group % blocks;
      float offset = groups.offsets()[group];
      held &= scales.put(memory, unit * unitBytes(), block, row, groups.scales()[group], offset);
      long to = unit * unitBytes() + codes + (long) BLOCK_BYTES * block + 4L * row;
      for (int i = 0; i < 4; i++) {
        int packed = 0;
        for (int j = 0; j < 8; j++) {
          packed |= groups.codes()[BLOCK * group + 8 * i + j] << (4 * j);
        }
        memory.set(BlockRows.INT, to + (long) EIGHT * i, packed ^ TOP);
      }
    }
    return held;
  }

  @Override
  public float[] scales(int unit) {
    return scales.read(memory, unit * unitBytes(), blocks);
  }

  @Override
  public void one(int unit, TokenVectors x, int token, TokenVectors y) {
    long from = unit * unitBytes() + codes;
    one(memory, from, scales(unit), blocks, x, token, y, unit * ROWS);
  }

  private static void one(
      MemorySegment data,
      long from,
      float[] scales,
      int blocks,
      TokenVectors vectors,
      int token,
      TokenVectors y,
      int row) {
    float[] values = vectors.scaled();
    float[] sums = vectors.sums();
    int column = vectors.at(token);
    int sum = vectors.sumsAt(token);
    long at = from;
    FloatVector total0 = FloatVector.zero(Lanes.FLOATS);
    FloatVector total1 = total0;
    FloatVector total2 = total0;
    FloatVector total3 = total0;
    for (int scale = 0; scale < 2 * ROWS * blocks; scale += 2 * ROWS) {
      FloatVector a = Lanes.all(sums[sum + 1]);
      FloatVector b = a;
      FloatVector c = a;
      FloatVector d = a;
      for (long eight = at; eight < at + BLOCK_BYTES; eight += EIGHT) {
        IntVector first = Lanes.ints(data, eight);
        IntVector second = Lanes.ints(data, eight + INTS);
        IntVector third = Lanes.ints(data, eight + 2L * INTS);
        IntVector fourth = Lanes.ints(data, eight + 3L * INTS);
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

  @Override
  public void four(int unit, float[] scales, int strip, TokenVectors x, int token, TokenVectors y) {
    long from = unit * unitBytes() + codes + (long) strip * INTS;
    int to = y.at(token) + unit * ROWS + strip * LANES;
    four(memory, from, scales, strip * LANES, blocks, x, token, y.values(), to, y.width());
  }

  private static void four(
      MemorySegment data,
      long from,
      float[] scales,
      int firstScale,
      int blocks,
      TokenVectors vectors,
      int token,
      float[] y,
      int to,
      int step) {
    float[] values = vectors.values();
    int x0 = vectors.at(token);
    int x1 = vectors.at(token + 1);
    int x2 = vectors.at(token + 2);
    int x3 = vectors.at(token + 3);
    FloatVector a0 = FloatVector.zero(Lanes.FLOATS);
    FloatVector a1 = a0;
    FloatVector a2 = a0;
    FloatVector a3 = a0;
    FloatVector b0 = a0;
    FloatVector b1 = a0;
    FloatVector b2 = a0;
    FloatVector b3 = a0;
    long at = from;
    for (int scale = firstScale; scale < 2 * ROWS * blocks; scale += 2 * ROWS) {
      FloatVector uScale = Lanes.load(scales, scale);
      FloatVector vScale = Lanes.load(scales, scale + LANES);
      FloatVector uOffset = Lanes.load(scales, scale + ROWS);
      FloatVector vOffset = Lanes.load(scales, scale + ROWS + LANES);
      for (long end = at + BLOCK_BYTES; at < end; at += EIGHT) {
        IntVector first = Lanes.ints(data, at).lanewise(VectorOperators.XOR, TOP);
        IntVector second = Lanes.ints(data, at + INTS).lanewise(VectorOperators.XOR, TOP);
        for (int stop = x0 + 8; x0 != stop; ) {
          FloatVector u = Lanes.floats(first.and(15)).fma(uScale, uOffset);
          FloatVector v = Lanes.floats(second.and(15)).fma(vScale, vOffset);
          FloatVector x = Lanes.all(values[x0++]);
          a0 = u.fma(x, a0);
          b0 = v.fma(x, b0);
          x = Lanes.all(values[x1++]);
          a1 = u.fma(x, a1);
          b1 = v.fma(x, b1);
          x = Lanes.all(values[x2++]);
          a2 = u.fma(x, a2);
          b2 = v.fma(x, b2);
          x = Lanes.all(values[x3++]);
          a3 = u.fma(x, a3);
          b3 = v.fma(x, b3);
          first = first.lanewise(VectorOperators.LSHR, 4);
          second = second.lanewise(VectorOperators.LSHR, 4);
        }
      }
    }
    Strips.put(a0, b0, y, to);
    Strips.put(a1, b1, y, to + step);
    Strips.put(a2, b2, y, to + 2 * step);
    Strips.put(a3, b3, y, to + 3 * step);
  }

  @Override
  public void decode(int unit, float[] scales, int strip, int from, int end, float[] out, int to) {
    long first = unit * unitBytes() + codes + (long) strip * INTS;
    for (int block = from / BLOCK; block < end / BLOCK; block++) {
      int scale = 2 * ROWS * block + strip * LANES;
      int column = to + 2 * LANES * (BLOCK * block - from);
      decode(memory, first + (long) BLOCK_BYTES * block, scales, scale, out, column);
    }
  }

  /** One block of a strip. */
  private static void decode(
      MemorySegment data, long from, float[] scales, int at, float[] out, int to) {
    FloatVector scale = Lanes.load(scales, at);
    FloatVector offset = Lanes.load(scales, at + ROWS);
    int column = to;
    for (long eight = from; eight < from + BLOCK_BYTES; eight += EIGHT) {
      IntVector codes = Lanes.ints(data, eight).lanewise(VectorOperators.XOR, TOP);
      for (int end = column + 16 * LANES; column != end; column += 2 * LANES) {
        Lanes.floats(codes.and(15)).fma(scale, offset).intoArray(out, column);
        codes = codes.lanewise(VectorOperators.LSHR, 4);
      }
    }
  }
}
