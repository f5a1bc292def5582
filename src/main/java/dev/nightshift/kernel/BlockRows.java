package dev.nightshift.kernel;

import dev.nightshift.gguf.GgufType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Optional;

/** Rows of one block type. The layouts are those of llama.cpp, gguf-py/gguf/quants.py. */
interface BlockRows {
  ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /**
   * Writes the numbers of a row.
   *
   * @param data the matrix
   * @param at first byte of the row
   * @param columns numbers in the row
   * @param out where they go, from {@code to} on
   */
  void decode(MemorySegment data, long at, int columns, float[] out, int to);

  /** The half-precision number at {@code at}. */
  static float half(MemorySegment data, long at) {
    return Float.float16ToFloat(data.get(SHORT, at));
  }

  /** Empty for types that cannot be computed with as they are. */
  static Optional<BlockRows> of(GgufType type) {
    return switch (type) {
      case F32 -> Optional.of(new PlainRows.Singles());
      case F16 -> Optional.of(new PlainRows.Halves());
      case BF16 -> Optional.of(new PlainRows.BrainHalves());
      case Q4_0 -> Optional.of(new NibbleRows(18, false));
      case Q4_1 -> Optional.of(new NibbleRows(20, true));
      case Q5_0 -> Optional.of(new FiveBitRows(22, false));
      case Q5_1 -> Optional.of(new FiveBitRows(24, true));
      case Q8_0 -> Optional.of(new ByteRows());
      case Q4_K -> Optional.of(new SuperRows(144, false));
      case Q5_K -> Optional.of(new SuperRows(176, true));
      case Q6_K -> Optional.of(new SixBitRows());
      case Q2_K, Q3_K, IQ4_NL, IQ4_XS -> Optional.empty();
      case Q8_1, Q8_K, IQ1_S, IQ1_M, IQ2_XXS, IQ2_XS, IQ2_S, IQ3_XXS, IQ3_S -> Optional.empty();
      case TQ1_0, TQ2_0, MXFP4, I8, I16, I32, I64, F64 -> Optional.empty();
    };
  }
}
