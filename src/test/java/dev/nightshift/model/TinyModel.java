package dev.nightshift.model;

import dev.nightshift.gguf.GgufType;
import dev.nightshift.gguf.GgufWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The tiny models of {@code reference/tiny_models.json} and {@code more_models.json} as GGUF files:
 * a few layers, 96 tokens, weights by formula. The tokens are most printable ASCII characters,
 * space, line feed, and ChatML's two control tokens, so that whole conversations can be run through
 * them.
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
          Map.entry("self_attn.qkv_proj", "attn_qkv"),
          Map.entry("mlp.gate_up_proj", "ffn_up"),
          Map.entry("mlp.gate_proj", "ffn_gate"),
          Map.entry("mlp.up_proj", "ffn_up"),
          Map.entry("mlp.down_proj", "ffn_down"),
          Map.entry("input_layernorm", "attn_norm"),
          Map.entry("post_attention_layernorm", "ffn_norm"));

  /** Gemma normalises before and after: one of the names means something else. */
  private static final Map<String, String> GEMMA_NORMS =
      Map.of(
          "post_attention_layernorm", "post_attention_norm",
          "pre_feedforward_layernorm", "ffn_norm",
          "post_feedforward_layernorm", "post_ffw_norm");

  /** One of every architecture, and one of every way to scale rotary positions. */
  public static final List<String> NAMES =
      List.of(
          "llama",
          "qwen2",
          "qwen3",
          "gemma3",
          "phi3",
          "llama_linear",
          "llama_yarn",
          "llama_llama3");

  private static final Set<String> FORMER = Set.of("llama", "qwen2", "qwen3");

  private TinyModel() {}

  /** The reference's numbers for a model. */
  public static JsonNode reference(String model) {
    return Reference.json(FORMER.contains(model) ? "tiny_models.json" : "more_models.json")
        .get("models")
        .get(model);
  }

  /**
   * Writes {@code llama}, {@code qwen2}, {@code qwen3}, {@code gemma3}, {@code phi3}, {@code
   * llama_…} (linear, yarn, llama3) with matrices of the given type.
   */
  public static Path write(Path file, String model, GgufType matrices) {
    JsonNode reference = reference(model);
    JsonNode config = reference.get("config");
    String architecture = model.replaceFirst("_.*", "");
    GgufWriter writer = new GgufWriter().string("general.architecture", architecture);
    metadata(writer, architecture + ".", config);
    extras(writer, architecture + ".", reference);
    vocabulary(writer);
    for (JsonNode tensor : reference.get("tensors")) {
      String name = tensor.get("name").asString();
      int[] shape = Reference.ints(tensor.get("shape"));
      int t = tensor.get("t").asInt();
      float[] values = FORMER.contains(model) ? formula(name, t, shape) : fullRankFormula(t, shape);
      if (architecture.equals("llama") && (name.contains("q_proj") || name.contains("k_proj"))) {
        values = interleaved(values, shape, config.get("head_dim").asInt());
      }
      long[] innermostFirst =
          shape.length == 1 ? new long[] {shape[0]} : new long[] {shape[1], shape[0]};
      writer.tensor(
          ggufName(architecture, name),
          shape.length == 1 ? GgufType.F32 : matrices,
          innermostFirst,
          values);
    }
    writer.write(file);
    return file;
  }

  private static void metadata(GgufWriter writer, String prefix, JsonNode config) {
    int heads = config.get("num_attention_heads").asInt();
    int hidden = config.get("hidden_size").asInt();
    int headDim = config.path("head_dim").asInt(hidden / heads);
    writer
        .uint32(prefix + "block_count", config.get("num_hidden_layers").asInt())
        .uint32(prefix + "embedding_length", hidden)
        .uint32(prefix + "attention.head_count", heads)
        .uint32(prefix + "attention.head_count_kv", config.get("num_key_value_heads").asInt())
        .uint32(prefix + "attention.key_length", headDim)
        .uint32(prefix + "attention.value_length", headDim)
        .uint32(prefix + "feed_forward_length", config.get("intermediate_size").asInt())
        .float32(prefix + "attention.layer_norm_rms_epsilon", config.get("rms_norm_eps").asDouble())
        .float32(prefix + "rope.freq_base", config.get("rope_theta").asDouble())
        .uint32(prefix + "context_length", 512);
  }

  /** What some models have besides. */
  private static void extras(GgufWriter writer, String prefix, JsonNode reference) {
    JsonNode config = reference.get("config");
    if (config.has("rope_local_base_freq")) {
      writer
          .uint32(prefix + "attention.sliding_window", config.get("sliding_window").asInt())
          .uint32(prefix + "attention.sliding_window_pattern", 3);
    }
    JsonNode scaling = config.path("rope_scaling");
    if (scaling.has("rope_type") && !scaling.get("rope_type").asString().equals("llama3")) {
      writer
          .string(prefix + "rope.scaling.type", scaling.get("rope_type").asString())
          .float32(prefix + "rope.scaling.factor", scaling.get("factor").asDouble());
    }
    if (scaling.has("original_max_position_embeddings")) {
      writer.uint32(
          prefix + "rope.scaling.original_context_length",
          scaling.get("original_max_position_embeddings").asInt());
    }
    JsonNode gguf = reference.path("gguf");
    for (String name : List.of("rope_freqs", "rope_factors_short", "rope_factors_long")) {
      if (gguf.has(name)) {
        float[] factors = new float[gguf.get(name).size()];
        for (int i = 0; i < factors.length; i++) {
          factors[i] = (float) gguf.get(name).get(i).asDouble();
        }
        writer.tensor(name + ".weight", GgufType.F32, new long[] {factors.length}, factors);
      }
    }
    if (gguf.has("rope_dimensions")) {
      // No shorter context than llama.cpp runs, so that it takes the short factors too.
      writer
          .uint32(prefix + "rope.dimension_count", gguf.get("rope_dimensions").asInt())
          .uint32(prefix + "rope.scaling.original_context_length", 512)
          .float32(prefix + "rope.scaling.attn_factor", gguf.get("attn_factor").asDouble());
    }
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

  private static String ggufName(String architecture, String name) {
    return switch (name) {
      case "model.embed_tokens.weight" -> "token_embd.weight";
      case "model.norm.weight" -> "output_norm.weight";
      case "lm_head.weight" -> "output.weight";
      default -> {
        String[] parts = name.split("\\.", 4); // model.layers.N.rest
        int dot = parts[3].lastIndexOf('.');
        String module = parts[3].substring(0, dot);
        String plain = LAYER_NAMES.get(module);
        yield "blk."
            + parts[2]
            + "."
            + (architecture.equals("gemma3")
                ? GEMMA_NORMS.getOrDefault(module, String.valueOf(plain))
                : plain)
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

  /** The formulas of more_models.json: matrices of full rank. */
  private static float[] fullRankFormula(int t, int[] shape) {
    float[] values = new float[shape.length == 1 ? shape[0] : shape[0] * shape[1]];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          (float)
              (shape.length == 1
                  ? 1 + 0.05 * Math.sin(0.9 * i + t)
                  : 0.06 * Math.sin(0.37 * i + 1.7 * t)
                      + 0.05 * Math.sin(0.0071 * i * (double) i + t));
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
