package dev.nightshift.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Q6_K: blocks of 256 values; 128 bytes of low nibbles, 64 bytes of high bit pairs, 16 signed
 * scales of 16 values each, f16 d; value = d · scale · (code − 32).
 */
record SixBitRows() implements BlockRows {
  private static final int BYTES = 210;

  @Override
  public void decode(MemorySegment data, long at, int columns, float[] out, int to) {
    for (int block = 0; block < columns / 256; block++) {
      long from = at + (long) BYTES * block;
      float d = BlockRows.half(data, from + 208);
      for (int half = 0; half < 2; half++) {
        half(data, from, half, d, out, to + 256 * block + 128 * half);
      }
    }
  }

  private static void half(MemorySegment data, long at, int half, float d, float[] out, int to) {
    long low = at + 64L * half;
    long high = at + 128 + 32L * half;
    long scales = at + 192 + 8L * half;
    for (int i = 0; i < 32; i += Lanes.COUNT) {
      IntVector first = Lanes.unsignedBytes(data, low + i);
      IntVector second = Lanes.unsignedBytes(data, low + 32 + i);
      IntVector bits = Lanes.unsignedBytes(data, high + i);
      long scale = scales + i / 16;
      IntVector a = first.and(15).or(bits.and(3).lanewise(VectorOperators.LSHL, 4));
      IntVector b = second.and(15).or(bits.and(12).lanewise(VectorOperators.LSHL, 2));
      IntVector c = first.lanewise(VectorOperators.LSHR, 4).or(bits.and(48));
      IntVector e =
          second
              .lanewise(VectorOperators.LSHR, 4)
              .or(bits.and(192).lanewise(VectorOperators.LSHR, 2));
      scaled(a, data, scale, d).intoArray(out, to + i);
      scaled(b, data, scale + 2, d).intoArray(out, to + 32 + i);
      scaled(c, data, scale + 4, d).intoArray(out, to + 64 + i);
      scaled(e, data, scale + 6, d).intoArray(out, to + 96 + i);
    }
  }

  private static FloatVector scaled(IntVector codes, MemorySegment data, long at, float d) {
    return Lanes.floats(codes.sub(32)).mul(d * data.get(ValueLayout.JAVA_BYTE, at));
  }
}
