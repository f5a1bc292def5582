package dev.nightshift.gguf;

import java.util.Optional;

/**
 * Rows of a quantised tensor as codes with one scale and one offset a group, so that weights can
 * stay small in memory: {@code value[i] = (codes[i] & 255) * scales[i / groupSize] + offsets[i /
 * groupSize]}, exactly what {@link Dequantizer} gives in float arithmetic.
 *
 * @param rows rows held
 * @param columns values in a row, a multiple of {@code groupSize}
 * @param groupSize values that share a scale and an offset: 32 or 16; groups do not cross rows
 * @param bits bits of a code that can be set: 2 to 6 or 8
 * @param codes [rows, columns], unsigned
 * @param scales [rows, columns / groupSize]
 * @param offsets [rows, columns / groupSize]
 */
@SuppressWarnings("ArrayRecordComponent")
public record GroupedWeights(
    int rows, int columns, int groupSize, int bits, byte[] codes, float[] scales, float[] offsets) {
  public GroupedWeights {
    if (codes.length != (long) rows * columns
        || scales.length * (long) groupSize != codes.length
        || offsets.length != scales.length) {
      throw new IllegalArgumentException(
          "%d codes, %d scales and %d offsets do not make [%d, %d] in groups of %d"
              .formatted(codes.length, scales.length, offsets.length, rows, columns, groupSize));
    }
  }

  /** Whether the tensor's type can be held this way: all quantised types but those with a table. */
  public static boolean supports(GgufType type) {
    return GroupLayout.of(type).isPresent();
  }

  /** All rows of {@code tensor}. */
  public static GroupedWeights of(GgufTensor tensor) {
    return of(tensor, 0, (int) Math.min(Integer.MAX_VALUE, tensor.rows()));
  }

  /**
   * The rows {@code firstRow} to {@code firstRow + rows - 1} of {@code tensor}.
   *
   * @throws GgufException with code {@code UNSUPPORTED_TYPE} for a type without groups, {@code
   *     REQUEST} for rows that are not there or more than 2^31 − 1 values at once
   */
  public static GroupedWeights of(GgufTensor tensor, long firstRow, int rows) {
    Optional<GroupLayout> found = GroupLayout.of(tensor.type());
    if (found.isEmpty()) {
      throw new GgufException(
          GgufException.Code.UNSUPPORTED_TYPE,
          "the tensor " + tensor + " has a type without groups; decode it to floats instead");
    }
    GroupLayout layout = found.get();
    BlockReader reader = new BlockReader(tensor, firstRow, rows);
    GroupSink sink = new GroupSink(reader.values(), layout.groupSize());
    while (reader.next()) {
      layout.decode(reader.buffer(), reader.blocks(), tensor.type().blockBytes(), sink);
    }
    return new GroupedWeights(
        rows,
        (int) tensor.columns(),
        layout.groupSize(),
        layout.bits(),
        sink.codes,
        sink.scales,
        sink.offsets);
  }

  /**
   * Two codes a byte, for codes of at most 4 bits: byte {@code i} holds code {@code 2i} in its low
   * and code {@code 2i + 1} in its high nibble; [rows, columns / 2].
   */
  public byte[] nibbles() {
    if (bits > 4) {
      throw new IllegalStateException("codes of " + bits + " bits do not fit a nibble");
    }
    byte[] packed = new byte[codes.length / 2];
    for (int i = 0; i < packed.length; i++) {
      packed[i] = (byte) (codes[2 * i] | codes[2 * i + 1] << 4);
    }
    return packed;
  }
}
