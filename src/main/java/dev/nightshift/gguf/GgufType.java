package dev.nightshift.gguf;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How the numbers of a tensor are stored, with the id, values per block and bytes per block that
 * ggml gives them.
 *
 * <p>The types marked unreadable are known so that an error can name them and their size can be
 * checked; their values cannot be decoded here.
 */
public enum GgufType {
  F32(0, 1, 4, true),
  F16(1, 1, 2, true),
  Q4_0(2, 32, 18, true),
  Q4_1(3, 32, 20, true),
  Q5_0(6, 32, 22, true),
  Q5_1(7, 32, 24, true),
  Q8_0(8, 32, 34, true),
  Q8_1(9, 32, 36, false),
  Q2_K(10, 256, 84, true),
  Q3_K(11, 256, 110, true),
  Q4_K(12, 256, 144, true),
  Q5_K(13, 256, 176, true),
  Q6_K(14, 256, 210, true),
  Q8_K(15, 256, 292, false),
  IQ2_XXS(16, 256, 66, false),
  IQ2_XS(17, 256, 74, false),
  IQ3_XXS(18, 256, 98, false),
  IQ1_S(19, 256, 50, false),
  IQ4_NL(20, 32, 18, true),
  IQ3_S(21, 256, 110, false),
  IQ2_S(22, 256, 82, false),
  IQ4_XS(23, 256, 136, true),
  I8(24, 1, 1, false),
  I16(25, 1, 2, false),
  I32(26, 1, 4, false),
  I64(27, 1, 8, false),
  F64(28, 1, 8, false),
  IQ1_M(29, 256, 56, false),
  BF16(30, 1, 2, true),
  TQ1_0(34, 256, 54, false),
  TQ2_0(35, 256, 66, false),
  MXFP4(39, 32, 17, false);

  /** What to do about a type that cannot be read. */
  static final String USE_ANOTHER =
      "use a file in Q4_0, Q4_1, Q5_0, Q5_1, Q8_0, Q2_K to Q6_K, IQ4_NL, IQ4_XS, F16, BF16 or F32,"
          + " or convert this one with llama-quantize";

  private static final Map<Integer, GgufType> BY_ID =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(GgufType::id, Function.identity()));

  private final int id;
  private final int blockValues;
  private final int blockBytes;
  private final boolean readable;

  GgufType(int id, int blockValues, int blockBytes, boolean readable) {
    this.id = id;
    this.blockValues = blockValues;
    this.blockBytes = blockBytes;
    this.readable = readable;
  }

  /** The type with ggml's number {@code id}, if it is known. */
  public static Optional<GgufType> ofId(int id) {
    return Optional.ofNullable(BY_ID.get(id));
  }

  /** ggml's number for the type. */
  public int id() {
    return id;
  }

  /** Values in one block; rows are whole numbers of blocks. */
  public int blockValues() {
    return blockValues;
  }

  /** Bytes of one block. */
  public int blockBytes() {
    return blockBytes;
  }

  /** Whether {@link Dequantizer} can decode it. */
  public boolean readable() {
    return readable;
  }

  /**
   * Bytes that {@code values} numbers take; {@code values} must be a multiple of {@link
   * #blockValues()}.
   */
  public long bytes(long values) {
    if (values < 0 || values % blockValues != 0) {
      throw new IllegalArgumentException(
          values + " values of " + this + " are not a whole number of blocks of " + blockValues);
    }
    return Math.multiplyExact(values / blockValues, (long) blockBytes);
  }
}
