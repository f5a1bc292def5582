package dev.nightshift.training;

import dev.nightshift.gguf.GgufType;
import dev.nightshift.gguf.GgufWriter;
import dev.nightshift.model.ModelSpec;
import java.nio.file.Path;
import java.util.Map;

/**
 * Writes an adapter as the GGUF LoRA file that llama.cpp and Ollama load (llama.cpp,
 * src/llama-adapter.cpp): F32 halves {@code NAME.lora_a} with ggml shape {in, r} and {@code
 * NAME.lora_b} with {r, out}, in the base file's row order.
 */
public final class GgufAdapterWriter {
  private GgufAdapterWriter() {}

  /**
   * Writes {@code file}, whole or not at all.
   *
   * @throws dev.nightshift.gguf.GgufException {@code UNWRITABLE} when it cannot be written
   */
  public static void write(LoraTensors adapter, ModelSpec base, Path file) {
    GgufWriter writer =
        new GgufWriter()
            .string("general.type", "adapter")
            .string("general.architecture", base.architecture())
            .string("adapter.type", "lora")
            .float32("adapter.lora.alpha", adapter.alpha());
    for (Map.Entry<String, LoraTensors.Pair> tensor : adapter.tensors().entrySet()) {
      LoraTensors.Pair pair = tensor.getValue();
      writer.tensor(
          tensor.getKey() + ".lora_a",
          GgufType.F32,
          new long[] {pair.inputs(), pair.rank()},
          pair.a());
      writer.tensor(
          tensor.getKey() + ".lora_b",
          GgufType.F32,
          new long[] {pair.rank(), pair.outputs()},
          pair.b());
    }
    writer.write(file);
  }
}
