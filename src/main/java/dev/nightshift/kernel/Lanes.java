package dev.nightshift.kernel;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** The widest vectors of this processor: 16 floats with AVX-512, 8 with AVX2. */
final class Lanes {
  static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;

  /** Floats in a vector. */
  static final int COUNT = FLOATS.length();

  static final VectorSpecies<Integer> INTS = FLOATS.withLanes(int.class);

  /** As many bytes as there are floats in a vector; at least eight. */
  private static final VectorSpecies<Byte> BYTES = narrow(byte.class, 8);

  private static final VectorSpecies<Short> SHORTS = narrow(short.class, 16);

  private static final VectorShuffle<Float> EIGHT_ON = on(8);

  private static final VectorShuffle<Float> FOUR_ON = on(4);

  private static final VectorShuffle<Float> TWO_ON = on(2);

  private static final VectorShuffle<Float> ONE_ON = on(1);

  private Lanes() {}

  private static VectorShuffle<Float> on(int lanes) {
    return VectorShuffle.iota(FLOATS, lanes, 1, true);
  }

  private static <E> VectorSpecies<E> narrow(Class<E> type, int bits) {
    return VectorSpecies.of(type, VectorShape.forBitSize(Math.max(64, bits * COUNT)));
  }

  /** The next bytes as ints, 0 to 255. */
  static IntVector unsignedBytes(MemorySegment data, long at) {
    return (IntVector)
        ByteVector.fromMemorySegment(BYTES, data, at, ByteOrder.LITTLE_ENDIAN)
            .convertShape(VectorOperators.ZERO_EXTEND_B2I, INTS, 0);
  }

  /** The next bytes as ints, −128 to 127. */
  static IntVector signedBytes(MemorySegment data, long at) {
    return (IntVector)
        ByteVector.fromMemorySegment(BYTES, data, at, ByteOrder.LITTLE_ENDIAN)
            .convertShape(VectorOperators.B2I, INTS, 0);
  }

  /** The next 16-bit words as ints, 0 to 65535. */
  static IntVector words(MemorySegment data, long at) {
    return (IntVector)
        ShortVector.fromMemorySegment(SHORTS, data, at, ByteOrder.LITTLE_ENDIAN)
            .convertShape(VectorOperators.ZERO_EXTEND_S2I, INTS, 0);
  }

  /** The next ints. */
  static IntVector ints(MemorySegment data, long at) {
    return IntVector.fromMemorySegment(INTS, data, at, ByteOrder.LITTLE_ENDIAN);
  }

  static IntVector ints(int value) {
    return IntVector.broadcast(INTS, value);
  }

  /** The next half-precision numbers, which must be finite. */
  static FloatVector halves(MemorySegment data, long at) {
    IntVector words = words(data, at);
    IntVector sign = words.and(0x8000).lanewise(VectorOperators.LSHL, 16);
    IntVector size = words.and(0x7fff).lanewise(VectorOperators.LSHL, 13);
    // The exponents' biases differ by 112.
    return size.reinterpretAsFloats()
        .mul(0x1p112f)
        .reinterpretAsInts()
        .or(sign)
        .reinterpretAsFloats();
  }

  /** The low four bits of each. */
  static FloatVector low(IntVector pairs) {
    return floats(pairs.and(15));
  }

  /** Bits four to seven of bytes. */
  static FloatVector high(IntVector pairs) {
    return floats(pairs.lanewise(VectorOperators.LSHR, 4));
  }

  static FloatVector floats(IntVector ints) {
    return (FloatVector) ints.convert(VectorOperators.I2F, 0);
  }

  static FloatVector all(float value) {
    return FloatVector.broadcast(FLOATS, value);
  }

  static FloatVector load(float[] values, int at) {
    return FloatVector.fromArray(FLOATS, values, at);
  }

  /**
   * The sum over the lanes, by halves: {@code reduceLanes} leaves the order open, and compiled code
   * takes another one than the interpreter, so that the same answer changed its last bits with
   * time.
   */
  static float sum(FloatVector values) {
    FloatVector sums = values;
    if (COUNT >= 16) {
      sums = sums.add(sums.rearrange(EIGHT_ON));
    }
    if (COUNT >= 8) {
      sums = sums.add(sums.rearrange(FOUR_ON));
    }
    if (COUNT >= 4) {
      sums = sums.add(sums.rearrange(TWO_ON));
    }
    sums = sums.add(sums.rearrange(ONE_ON));
    return sums.lane(0);
  }
}
