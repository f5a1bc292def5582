package dev.nightshift.model;

import dev.nightshift.gguf.GgufFile;
import dev.nightshift.gguf.GgufTensor;
import dev.nightshift.gguf.GgufType;
import dev.nightshift.gguf.GgufWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** Adapters that fit a base and change what it says, made of repeatable random numbers. */
public final class TestAdapter {
  private static final int RANK = 4;
  private static final List<String> TOUCHED = List.of("attn_q", "attn_output", "ffn_down");

  private TestAdapter() {}

  /**
   * Writes a GGUF LoRA.
   *
   * @param size of its numbers; its sign turns the change round
   */
  public static void write(Path file, Path base, float size) {
    Random random = new Random(7);
    try (GgufFile model = GgufFile.open(base)) {
      ModelSpec spec = ModelSpec.of(model);
      GgufWriter writer =
          new GgufWriter()
              .string("general.type", "adapter")
              .string("general.architecture", spec.architecture())
              .string("adapter.type", "lora")
              .float32("adapter.lora.alpha", 2 * RANK);
      for (int layer = 0; layer < spec.layers(); layer++) {
        for (String touched : TOUCHED) {
          GgufTensor weight = model.tensor("blk." + layer + "." + touched + ".weight");
          float[] a = numbers(random, RANK * weight.columns(), Math.abs(size));
          float[] b = numbers(random, RANK * weight.rows(), size);
          writer.tensor(
              weight.name() + ".lora_a", GgufType.F32, new long[] {weight.columns(), RANK}, a);
          writer.tensor(
              weight.name() + ".lora_b", GgufType.F32, new long[] {RANK, weight.rows()}, b);
        }
      }
      writer.write(file);
    }
  }

  private static float[] numbers(Random random, long count, float size) {
    float[] numbers = new float[Math.toIntExact(count)];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = size * (float) random.nextGaussian();
    }
    return numbers;
  }
}
