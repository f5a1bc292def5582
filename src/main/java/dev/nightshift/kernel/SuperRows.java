package dev.nightshift.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Q4_K and Q5_K: blocks of 256 values in eight groups; f16 d, f16 dmin, twelve bytes of 6-bit
 * scales and minima, in Q5_K 32 bytes of fifth bits, then 128 bytes of which each 32 hold two
 * groups; value = d · scale · code − dmin · minimum.
 */
record SuperRows(int blockBytes, boolean five) implements BlockRows {
  @Override
  public void decode(MemorySegment data, long at, int columns, float[] out, int to) {
    for (int block = 0; block < columns / 256; block++) {
      block(data, at + (long) blockBytes * block, out, to + 256 * block);
    }
  }

  private void block(MemorySegment data, long at, float[] out, int to) {
    float d = BlockRows.half(data, at);
    float dmin = BlockRows.half(data, at + 2);
    for (int pair = 0; pair < 4; pair++) {
      int first = packed(data, at + 4, 2 * pair);
      int second = packed(data, at + 4, 2 * pair + 1);
      FloatVector scale = Lanes.all(d * (first & 63));
      FloatVector offset = Lanes.all(-(dmin * (first >> 8)));
      FloatVector nextScale = Lanes.all(d * (second & 63));
      FloatVector nextOffset = Lanes.all(-(dmin * (second >> 8)));
      long codes = at + blockBytes - 128 + 32L * pair;
      int base = to + 64 * pair;
      for (int i = 0; i < 32; i += Lanes.COUNT) {
        IntVector pairs = Lanes.unsignedBytes(data, codes + i);
        IntVector low = pairs.and(15);
        IntVector high = pairs.lanewise(VectorOperators.LSHR, 4);
        if (five) {
          IntVector bits = Lanes.unsignedBytes(data, at + 16 + i);
          bits = bits.lanewise(VectorOperators.LSHR, 2 * pair);
          low = low.or(bits.and(1).lanewise(VectorOperators.LSHL, 4));
          high = high.or(bits.and(2).lanewise(VectorOperators.LSHL, 3));
        }
        Lanes.floats(low).fma(scale, offset).intoArray(out, base + i);
        Lanes.floats(high).fma(nextScale, nextOffset).intoArray(out, base + 32 + i);
      }
    }
  }

  /** Scale of a group in the low byte, its minimum in the next. */
  private static int packed(MemorySegment data, long at, int group) {
    if (group < 4) {
      return (octet(data, at + group) & 63) | (octet(data, at + group + 4) & 63) << 8;
    }
    int low = octet(data, at + group + 4);
    int scale = (low & 15) | (octet(data, at + group - 4) & 0xC0) >> 2;
    int minimum = (low >> 4) | (octet(data, at + group) & 0xC0) >> 2;
    return scale | minimum << 8;
  }

  private static int octet(MemorySegment data, long at) {
    return data.get(ValueLayout.JAVA_BYTE, at) & 255;
  }
}
