package dev.nightshift.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** Types without blocks. Rows may have any length. */
sealed interface PlainRows extends BlockRows {
  /** F32. */
  record Singles() implements PlainRows {
    private static final ValueLayout.OfFloat FLOAT =
        ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    @Override
    public void decode(MemorySegment data, long at, int columns, float[] out, int to) {
      MemorySegment.copy(data, FLOAT, at, out, to, columns);
    }
  }

  /** BF16: the upper half of a float. */
  record BrainHalves() implements PlainRows {
    @Override
    public void decode(MemorySegment data, long at, int columns, float[] out, int to) {
      int i = 0;
      for (; i <= columns - Lanes.COUNT; i += Lanes.COUNT) {
        Lanes.words(data, at + 2L * i)
            .lanewise(VectorOperators.LSHL, 16)
            .reinterpretAsFloats()
            .intoArray(out, to + i);
      }
      for (; i < columns; i++) {
        out[to + i] = Float.intBitsToFloat(data.get(SHORT, at + 2L * i) << 16);
      }
    }
  }

  /** F16. */
  record Halves() implements PlainRows {
    /** The difference of the exponents' biases. */
    private static final float REBIAS = 0x1p112f;

    private static final int EXPONENT = 0x7c00 << 13;

    @Override
    public void decode(MemorySegment data, long at, int columns, float[] out, int to) {
      int i = 0;
      for (; i <= columns - Lanes.COUNT; i += Lanes.COUNT) {
        widen(Lanes.words(data, at + 2L * i)).intoArray(out, to + i);
      }
      for (; i < columns; i++) {
        out[to + i] = BlockRows.half(data, at + 2L * i);
      }
    }

    private static FloatVector widen(IntVector words) {
      IntVector sign = words.and(0x8000).lanewise(VectorOperators.LSHL, 16);
      IntVector size = words.and(0x7fff).lanewise(VectorOperators.LSHL, 13);
      VectorMask<Integer> endless = size.compare(VectorOperators.GE, EXPONENT);
      IntVector number = size.reinterpretAsFloats().mul(REBIAS).reinterpretAsInts();
      return number.blend(size.or(0x7f80_0000), endless).or(sign).reinterpretAsFloats();
    }
  }
}
