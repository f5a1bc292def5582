package dev.nightshift.gguf;

import java.util.Optional;

/** Turns the stored numbers of a tensor into floats, as llama.cpp's reference code does. */
public final class Dequantizer {
  private Dequantizer() {}

  /**
   * All numbers of {@code tensor}, row-major ([rows, columns]).
   *
   * @throws GgufException with code {@code UNSUPPORTED_TYPE} when the type cannot be decoded,
   *     {@code REQUEST} when the tensor is too large for one array
   */
  public static float[] toFloats(GgufTensor tensor) {
    return toFloats(tensor, 0, (int) Math.min(Integer.MAX_VALUE, tensor.rows()));
  }

  /** The numbers of the rows {@code firstRow} to {@code firstRow + rows - 1}; errors as above. */
  public static float[] toFloats(GgufTensor tensor, long firstRow, int rows) {
    BlockReader reader = new BlockReader(tensor, firstRow, rows);
    Optional<GroupLayout> layout = GroupLayout.of(tensor.type());
    float[] out = new float[reader.values()];
    if (layout.isPresent()) {
      grouped(reader, layout.get(), tensor.type(), out);
    } else {
      int to = 0;
      while (reader.next()) {
        plain(tensor, reader, out, to);
        to += reader.blocks() * tensor.type().blockValues();
      }
    }
    return out;
  }

  private static void grouped(BlockReader reader, GroupLayout layout, GgufType type, float[] out) {
    int most = reader.buffer().length / type.blockBytes() * type.blockValues();
    int groupSize = layout.groupSize();
    GroupSink sink = new GroupSink(most, groupSize);
    int to = 0;
    while (reader.next()) {
      sink.rewind();
      layout.decode(reader.buffer(), reader.blocks(), type.blockBytes(), sink);
      int groups = reader.blocks() * type.blockValues() / groupSize;
      for (int g = 0; g < groups; g++) {
        float scale = sink.scales[g];
        float offset = sink.offsets[g];
        for (int i = g * groupSize; i < (g + 1) * groupSize; i++) {
          out[to + i] = (sink.codes[i] & 255) * scale + offset;
        }
      }
      to += groups * groupSize;
    }
  }

  private static void plain(GgufTensor tensor, BlockReader reader, float[] out, int to) {
    switch (tensor.type()) {
      case F32 -> PlainBlocks.f32(reader.buffer(), reader.blocks(), out, to);
      case F16 -> PlainBlocks.f16(reader.buffer(), reader.blocks(), out, to);
      case BF16 -> PlainBlocks.bf16(reader.buffer(), reader.blocks(), out, to);
      case IQ4_NL -> PlainBlocks.iq4nl(reader.buffer(), reader.blocks(), out, to);
      case IQ4_XS -> PlainBlocks.iq4xs(reader.buffer(), reader.blocks(), out, to);
      case Q4_0, Q4_1, Q5_0, Q5_1, Q8_0, Q2_K, Q3_K, Q4_K, Q5_K, Q6_K ->
          throw new IllegalStateException(tensor.type() + " has groups");
      case Q8_1,
          Q8_K,
          IQ1_S,
          IQ1_M,
          IQ2_XXS,
          IQ2_XS,
          IQ2_S,
          IQ3_XXS,
          IQ3_S,
          TQ1_0,
          TQ2_0,
          MXFP4,
          I8,
          I16,
          I32,
          I64,
          F64 ->
          throw new GgufException(
              GgufException.Code.UNSUPPORTED_TYPE,
              "the tensor "
                  + tensor
                  + " is stored as "
                  + tensor.type()
                  + ", which cannot be decoded; "
                  + GgufType.USE_ANOTHER);
    }
  }
}
