package dev.nightshift.training;

import dev.nightshift.gguf.GgufTensor;
import dev.nightshift.gguf.GgufType;
import dev.nightshift.gguf.GgufWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;

/** Models of real shapes with random Q4_0 weights, for measuring speed and memory. */
final class RandomModel {
  /** One Q4_0 block's scale: weights within about ±0.04. */
  private static final short SCALE = Float.floatToFloat16(0.005f);

  /** Shapes by name; those of SmolLM2-135M and Qwen2.5 0.5B, 1.5B and 7B, without biases. */
  private static final Map<String, RandomModel> SHAPES =
      Map.of(
          "135M", new RandomModel(30, 576, 9, 3, 64, 1536, 49_152, true),
          "0.5B", new RandomModel(24, 896, 14, 2, 64, 4864, 151_936, true),
          "1.5B", new RandomModel(28, 1536, 12, 2, 128, 8960, 151_936, true),
          "7B", new RandomModel(28, 3584, 28, 4, 128, 18_944, 152_064, false));

  private final int layers;
  private final int hidden;
  private final int heads;
  private final int kvHeads;
  private final int headDim;
  private final int feedForward;
  private final int vocabulary;
  private final boolean tied;

  private RandomModel(
      int layers,
      int hidden,
      int heads,
      int kvHeads,
      int headDim,
      int feedForward,
      int vocabulary,
      boolean tied) {
    this.layers = layers;
    this.hidden = hidden;
    this.heads = heads;
    this.kvHeads = kvHeads;
    this.headDim = headDim;
    this.feedForward = feedForward;
    this.vocabulary = vocabulary;
    this.tied = tied;
  }

  /** The shape of that name. */
  static RandomModel of(String name) {
    RandomModel shape = SHAPES.get(name);
    if (shape == null) {
      throw new IllegalArgumentException("no shape " + name + "; there are " + SHAPES.keySet());
    }
    return shape;
  }

  /** Writes a file of the shape, streamed: all matrices share the same random blocks. */
  void write(Path file) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment blocks =
          arena.allocate(GgufType.Q4_0.bytes((long) vocabulary * Math.max(hidden, 32)));
      fill(blocks);
      GgufWriter writer =
          new GgufWriter()
              .string("general.architecture", "llama")
              .string("general.name", "random")
              .uint32("llama.block_count", layers)
              .uint32("llama.embedding_length", hidden)
              .uint32("llama.attention.head_count", heads)
              .uint32("llama.attention.head_count_kv", kvHeads)
              .uint32("llama.attention.key_length", headDim)
              .uint32("llama.attention.value_length", headDim)
              .uint32("llama.rope.dimension_count", headDim)
              .uint32("llama.feed_forward_length", feedForward)
              .float32("llama.attention.layer_norm_rms_epsilon", 1e-5)
              .float32("llama.rope.freq_base", 10_000)
              .uint32("llama.context_length", 8192);
      matrix(writer, blocks, "token_embd.weight", vocabulary, hidden);
      vector(writer, "output_norm.weight");
      if (!tied) {
        matrix(writer, blocks, "output.weight", vocabulary, hidden);
      }
      for (int layer = 0; layer < layers; layer++) {
        String prefix = "blk." + layer + ".";
        vector(writer, prefix + "attn_norm.weight");
        vector(writer, prefix + "ffn_norm.weight");
        matrix(writer, blocks, prefix + "attn_q.weight", (long) heads * headDim, hidden);
        matrix(writer, blocks, prefix + "attn_k.weight", (long) kvHeads * headDim, hidden);
        matrix(writer, blocks, prefix + "attn_v.weight", (long) kvHeads * headDim, hidden);
        matrix(writer, blocks, prefix + "attn_output.weight", hidden, (long) heads * headDim);
        matrix(writer, blocks, prefix + "ffn_gate.weight", feedForward, hidden);
        matrix(writer, blocks, prefix + "ffn_up.weight", feedForward, hidden);
        matrix(writer, blocks, prefix + "ffn_down.weight", hidden, feedForward);
      }
      writer.write(file);
    }
  }

  private static void fill(MemorySegment blocks) {
    Random random = new Random(1);
    byte[] codes = new byte[16];
    for (long at = 0; at < blocks.byteSize(); at += 18) {
      blocks.set(ValueLayout.JAVA_SHORT_UNALIGNED, at, SCALE);
      random.nextBytes(codes);
      MemorySegment.copy(codes, 0, blocks, ValueLayout.JAVA_BYTE, at + 2, codes.length);
    }
  }

  private void vector(GgufWriter writer, String name) {
    float[] ones = new float[hidden];
    Arrays.fill(ones, 1);
    writer.tensor(name, GgufType.F32, new long[] {hidden}, ones);
  }

  private static void matrix(
      GgufWriter writer, MemorySegment blocks, String name, long rows, long columns) {
    MemorySegment data = blocks.asSlice(0, GgufType.Q4_0.bytes(rows * columns));
    writer.copy(new GgufTensor(name, GgufType.Q4_0, new long[] {columns, rows}, data));
  }
}
