package dev.nightshift.model;

import dev.nightshift.gguf.GgufFile;
import dev.nightshift.gguf.GgufTensor;
import dev.nightshift.gguf.Metadata;
import java.util.Set;

/**
 * Reads a {@link ModelSpec} from GGUF metadata; the keys are those of llama.cpp,
 * gguf-py/gguf/constants.py.
 */
final class SpecReader {
  private static final Set<String> SUPPORTED = Set.of("llama", "qwen2", "qwen3", "gemma3", "phi3");

  private final GgufFile file;
  private final Metadata metadata;
  private final String architecture;

  private SpecReader(GgufFile file) {
    this.file = file;
    this.metadata = file.metadata();
    this.architecture = metadata.string("general.architecture");
  }

  static ModelSpec read(GgufFile file) {
    SpecReader reader = new SpecReader(file);
    reader.refuseOthers();
    return reader.read();
  }

  private ModelSpec read() {
    int heads = whole("attention.head_count");
    int hidden = whole("embedding_length");
    int headDim = whole("attention.key_length", hidden / Math.max(1, heads));
    if (whole("attention.value_length", headDim) != headDim) {
      throw unsupported("has values of another width than keys");
    }
    GgufTensor embedding = file.tensor("token_embd.weight");
    if (embedding.columns() != hidden || embedding.rows() > Integer.MAX_VALUE) {
      throw new ModelException(
          ModelException.Code.MALFORMED,
          "%s: the tensor %s does not have rows of embedding_length = %d"
              .formatted(file.path(), embedding, hidden));
    }
    RopeReader rope = new RopeReader(file, architecture);
    return new ModelSpec(
        architecture,
        metadata
            .findString("general.name")
            .map(name -> name.replaceAll("\\p{Cntrl}", "?"))
            .orElse(String.valueOf(file.path().getFileName())),
        whole("block_count"),
        hidden,
        heads,
        whole("attention.head_count_kv", heads),
        headDim,
        whole("feed_forward_length"),
        (int) embedding.rows(),
        metadata.floating(key("attention.layer_norm_rms_epsilon")),
        metadata.floating(key("rope.freq_base"), 10_000),
        whole("rope.dimension_count", headDim),
        architecture.equals("llama"),
        rope.contextLength(),
        !file.tensors().containsKey("output.weight"),
        file.tensors().containsKey("blk.0.attn_q.bias"),
        file.tensors().containsKey("blk.0.attn_q_norm.weight"),
        rope.read(),
        traits(hidden, heads));
  }

  /** What differs from a Llama, architecture by architecture. */
  private ModelTraits traits(int hidden, int heads) {
    double scale = metadata.floating(key("attention.scale"), 0);
    return switch (architecture) {
      case "gemma3" ->
          new ModelTraits(
              false,
              true,
              true,
              Math.sqrt(hidden),
              // The 27B model alone is scaled by the width of the residual stream.
              scale == 0 && whole("block_count") == 62
                  ? 1 / Math.sqrt((double) hidden / heads)
                  : scale,
              metadata.floating(key("final_logit_softcapping"), 0),
              window());
      case "phi3" -> new ModelTraits(true, false, false, 1, scale, 0, ModelTraits.Window.NONE);
      default ->
          scale == 0
              ? ModelTraits.LLAMA
              : new ModelTraits(false, false, false, 1, scale, 0, ModelTraits.Window.NONE);
    };
  }

  private ModelTraits.Window window() {
    int tokens = whole("attention.sliding_window");
    double base = metadata.floating(key("rope.freq_base_swa"), 10_000);
    return tokens == 0
        ? ModelTraits.Window.NONE
        : new ModelTraits.Window(tokens, whole("attention.sliding_window_pattern", 6), base);
  }

  private void refuseOthers() {
    if (architecture.equals("adapter")
        || metadata.findString("general.type").filter("adapter"::equals).isPresent()) {
      throw unsupported("is an adapter, not a model");
    }
    if (!SUPPORTED.contains(architecture)) {
      throw unsupported(
          "has the architecture '"
              + architecture
              + "'; supported are llama (also Mistral, SmolLM, TinyLlama), qwen2, qwen3, gemma3"
              + " and phi3");
    }
    if (metadata.uint(key("expert_count"), 0) > 0) {
      throw unsupported("is a mixture of experts; use a dense model");
    }
    if (metadata.floating(key("attn_logit_softcapping"), 0) != 0) {
      throw unsupported("caps the products of queries and keys, which is not supported");
    }
    if (architecture.equals("phi3") && !file.tensors().containsKey("blk.0.attn_qkv.weight")) {
      throw unsupported("has no tensor 'blk.0.attn_qkv.weight'; convert it with llama.cpp anew");
    }
    for (String name : new String[] {"attn_output.bias", "ffn_up.bias", "attn_qkv.bias"}) {
      if (file.tensors().containsKey("blk.0." + name)) {
        throw unsupported("has the tensor 'blk.0." + name + "', which would be ignored");
      }
    }
  }

  private String key(String name) {
    return architecture + "." + name;
  }

  private int whole(String name) {
    return toInt(name, metadata.uint(key(name)));
  }

  private int whole(String name, int absent) {
    return toInt(name, metadata.uint(key(name), absent));
  }

  private int toInt(String name, long value) {
    if (value > Integer.MAX_VALUE) {
      throw new ModelException(
          ModelException.Code.MALFORMED,
          file.path() + ": '" + key(name) + "' is " + value + ", which is impossible");
    }
    return (int) value;
  }

  private ModelException unsupported(String why) {
    return new ModelException(ModelException.Code.UNSUPPORTED, file.path() + ": " + why);
  }
}
