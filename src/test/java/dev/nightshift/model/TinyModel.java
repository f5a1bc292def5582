package dev.nightshift.model;

import dev.nightshift.gguf.GgufType;
import dev.nightshift.gguf.GgufWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * The tiny models of {@code reference/tiny_models.json} as GGUF files: two layers, 96 tokens,
 * weights by formula. The tokens are most printable ASCII characters, space, line feed, and
 * ChatML's two control tokens, so that whole conversations can be run through them.
 */
public final class TinyModel {
  private static final Map<String, String> LAYER_NAMES =
      Map.ofEntries(
          Map.entry("self_attn.q_proj", "attn_q"),
          Map.entry("self_attn.k_proj", "attn_k"),
          Map.entry("self_attn.v_proj", "attn_v"),
          Map.entry("self_attn.o_proj", "attn_output"),
          Map.entry("self_attn.q_norm", "attn_q_norm"),
          Map.entry("self_attn.k_norm", "attn_k_norm"),
          Map.entry("mlp.gate_proj", "ffn_gate"),
          Map.entry("mlp.up_proj", "ffn_up"),
          Map.entry("mlp.down_proj", "ffn_down"),
          Map.entry("input_layernorm", "attn_norm"),
          Map.entry("post_attention_layernorm", "ffn_norm"));

  private TinyModel() {}

  /** The reference's numbers for an architecture. */
  public static JsonNode reference(String architecture) {
    return Reference.json("tiny_models.json").get("models").get(architecture);
  }

  /** Writes {@code llama}, {@code qwen2} or {@code qwen3} with matrices of the given type. */
  public static Path write(Path file, String architecture, GgufType matrices) {
    JsonNode model = reference(architecture);
    JsonNode config = model.get("config");
    GgufWriter writer = new GgufWriter().string("general.architecture", architecture);
    metadata(writer, architecture + ".", config);
    vocabulary(writer);
    for (JsonNode tensor : model.get("tensors")) {
      String name = tensor.get("name").asString();
      int[] shape = Reference.ints(tensor.get("shape"));
      float[] values = formula(name, tensor.get("t").asInt(), shape);
      if (architecture.equals("llama") && (name.contains("q_proj") || name.contains("k_proj"))) {
        values = interleaved(values, shape, config.get("head_dim").asInt());
      }
      long[] innermostFirst =
          shape.length == 1 ? new long[] {shape[0]} : new long[] {shape[1], shape[0]};
      writer.tensor(
          ggufName(name), shape.length == 1 ? GgufType.F32 : matrices, innermostFirst, values);
    }
    writer.write(file);
    return file;
  }

  private static void metadata(GgufWriter writer, String prefix, JsonNode config) {
    writer
        .uint32(prefix + "block_count", config.get("num_hidden_layers").asInt())
        .uint32(prefix + "embedding_length", config.get("hidden_size").asInt())
        .uint32(prefix + "attention.head_count", config.get("num_attention_heads").asInt())
        .uint32(prefix + "attention.head_count_kv", config.get("num_key_value_heads").asInt())
        .uint32(prefix + "attention.key_length", config.get("head_dim").asInt())
        .uint32(prefix + "attention.value_length", config.get("head_dim").asInt())
        .uint32(prefix + "feed_forward_length", config.get("intermediate_size").asInt())
        .float32(prefix + "attention.layer_norm_rms_epsilon", config.get("rms_norm_eps").asDouble())
        .float32(prefix + "rope.freq_base", config.get("rope_theta").asDouble())
        .uint32(prefix + "context_length", 512);
  }

  private static void vocabulary(GgufWriter writer) {
    List<String> tokens = new ArrayList<>(List.of("<|im_start|>", "<|im_end|>", "Ġ", "Ċ"));
    for (char c = 33; c < 127; c++) {
      if (c != '`' && c != '^') {
        tokens.add(String.valueOf(c));
      }
    }
    int[] types = new int[tokens.size()];
    for (int i = 0; i < types.length; i++) {
      types[i] = i < 2 ? 3 : 1;
    }
    writer
        .string("tokenizer.ggml.model", "gpt2")
        .string("tokenizer.ggml.pre", "gpt-2")
        .strings("tokenizer.ggml.tokens", tokens)
        .int32s("tokenizer.ggml.token_type", types)
        .strings("tokenizer.ggml.merges", List.of())
        .uint32("tokenizer.ggml.eos_token_id", 1);
  }

  private static String ggufName(String name) {
    return switch (name) {
      case "model.embed_tokens.weight" -> "token_embd.weight";
      case "model.norm.weight" -> "output_norm.weight";
      case "lm_head.weight" -> "output.weight";
      default -> {
        String[] parts = name.split("\\.", 4); // model.layers.N.rest
        int dot = parts[3].lastIndexOf('.');
        yield "blk."
            + parts[2]
            + "."
            + LAYER_NAMES.get(parts[3].substring(0, dot))
            + parts[3].substring(dot);
      }
    };
  }

  private static float[] formula(String name, int t, int[] shape) {
    float[] values = new float[shape.length == 1 ? shape[0] : shape[0] * shape[1]];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          (float)
              (name.endsWith(".bias")
                  ? 0.02 * Math.cos(0.3 * i + t)
                  : shape.length == 1
                      ? 1 + 0.05 * Math.sin(0.9 * i + t)
                      : 0.08 * Math.sin(0.37 * i + 1.7 * t));
    }
    return values;
  }

  /** Rows as GGUF keeps them for llama: row 2i + p of a head is Hugging Face's row p · d/2 + i. */
  private static float[] interleaved(float[] values, int[] shape, int headDim) {
    float[] moved = new float[values.length];
    int columns = shape[1];
    for (int row = 0; row < shape[0]; row++) {
      int inHead = row % headDim;
      int from = row - inHead + (inHead % 2) * headDim / 2 + inHead / 2;
      System.arraycopy(values, from * columns, moved, row * columns, columns);
    }
    return moved;
  }
}
