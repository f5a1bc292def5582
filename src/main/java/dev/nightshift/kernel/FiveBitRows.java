package dev.nightshift.kernel;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Q5_0 (f16 d, 32 fifth bits, 16 bytes; value = d · (code − 16)) and Q5_1 (f16 d, f16 m, 32 fifth
 * bits, 16 bytes; value = d · code + m).
 */
record FiveBitRows(int blockBytes, boolean minimum) implements BlockRows {
  private static final IntVector PLACES = IntVector.zero(Lanes.INTS).addIndex(1);

  @Override
  public void decode(MemorySegment data, long at, int columns, float[] out, int to) {
    for (int block = 0; block < columns / 32; block++) {
      long from = at + (long) blockBytes * block;
      float d = BlockRows.half(data, from);
      float m = minimum ? BlockRows.half(data, from + 2) : -16 * d;
      long bits = from + blockBytes - 20;
      block(data, bits, Lanes.all(d), Lanes.all(m), out, to + 32 * block);
    }
  }

  private static void block(
      MemorySegment data, long at, FloatVector scale, FloatVector offset, float[] out, int to) {
    IntVector bits = IntVector.broadcast(Lanes.INTS, data.get(INT, at));
    for (int i = 0; i < 16; i += Lanes.COUNT) {
      IntVector pairs = Lanes.unsignedBytes(data, at + 4 + i);
      IntVector low = pairs.and(15).or(fifth(bits, i));
      IntVector high = pairs.lanewise(VectorOperators.LSHR, 4).or(fifth(bits, 16 + i));
      Lanes.floats(low).fma(scale, offset).intoArray(out, to + i);
      Lanes.floats(high).fma(scale, offset).intoArray(out, to + 16 + i);
    }
  }

  /** Bit {@code first + lane}, as the fifth bit of each lane. */
  private static IntVector fifth(IntVector bits, int first) {
    return bits.lanewise(VectorOperators.LSHR, PLACES.add(first))
        .and(1)
        .lanewise(VectorOperators.LSHL, 4);
  }
}
