package dev.nightshift.model;

import dev.nightshift.gguf.GgufFile;
import dev.nightshift.gguf.GgufTensor;
import dev.nightshift.gguf.Metadata;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a {@link ModelSpec} from GGUF metadata; the keys are those of llama.cpp,
 * gguf-py/gguf/constants.py.
 */
final class SpecReader {
  private static final Set<String> SUPPORTED = Set.of("llama", "qwen2", "qwen3");

  private SpecReader() {}

  static ModelSpec read(GgufFile file) {
    Metadata metadata = file.metadata();
    if (metadata.string("general.architecture").equals("adapter")
        || metadata.findString("general.type").filter("adapter"::equals).isPresent()) {
      throw unsupported(file, "is an adapter, not a model");
    }
    String architecture = metadata.string("general.architecture");
    if (!SUPPORTED.contains(architecture)) {
      throw unsupported(
          file,
          "has the architecture '" + architecture + "'; supported are llama, qwen2 and qwen3");
    }
    refuseVariants(file, architecture);
    String prefix = architecture + ".";
    int heads = whole(file, prefix + "attention.head_count");
    int hidden = whole(file, prefix + "embedding_length");
    int headDim = whole(file, prefix + "attention.key_length", hidden / Math.max(1, heads));
    if (whole(file, prefix + "attention.value_length", headDim) != headDim) {
      throw unsupported(file, "has values of another width than keys");
    }
    GgufTensor embedding = file.tensor("token_embd.weight");
    if (embedding.columns() != hidden || embedding.rows() > Integer.MAX_VALUE) {
      throw new ModelException(
          ModelException.Code.MALFORMED,
          "%s: the tensor %s does not have rows of embedding_length = %d"
              .formatted(file.path(), embedding, hidden));
    }
    return new ModelSpec(
        architecture,
        metadata.findString("general.name").orElse(file.path().getFileName().toString()),
        whole(file, prefix + "block_count"),
        hidden,
        heads,
        whole(file, prefix + "attention.head_count_kv", heads),
        headDim,
        whole(file, prefix + "feed_forward_length"),
        (int) embedding.rows(),
        metadata.floating(prefix + "attention.layer_norm_rms_epsilon"),
        metadata.floating(prefix + "rope.freq_base", 10_000),
        whole(file, prefix + "rope.dimension_count", headDim),
        architecture.equals("llama"),
        whole(file, prefix + "context_length"),
        !file.tensors().containsKey("output.weight"),
        file.tensors().containsKey("blk.0.attn_q.bias"),
        file.tensors().containsKey("blk.0.attn_q_norm.weight"));
  }

  private static void refuseVariants(GgufFile file, String architecture) {
    if (file.metadata().uint(architecture + ".expert_count", 0) > 0) {
      throw unsupported(file, "is a mixture of experts");
    }
    if (file.metadata().uint("split.count", 1) > 1) {
      throw unsupported(
          file, "is one part of a split model; merge it with llama-gguf-split --merge");
    }
    Optional<String> scaling = file.metadata().findString(architecture + ".rope.scaling.type");
    if (scaling.filter(type -> !type.equals("none")).isPresent()) {
      throw unsupported(file, "scales its positions ('" + scaling.get() + "')");
    }
  }

  private static int whole(GgufFile file, String key) {
    return toInt(file, key, file.metadata().uint(key));
  }

  private static int whole(GgufFile file, String key, int absent) {
    return toInt(file, key, file.metadata().uint(key, absent));
  }

  private static int toInt(GgufFile file, String key, long value) {
    if (value > Integer.MAX_VALUE) {
      throw new ModelException(
          ModelException.Code.MALFORMED,
          file.path() + ": '" + key + "' is " + value + ", which is impossible");
    }
    return (int) value;
  }

  private static ModelException unsupported(GgufFile file, String why) {
    return new ModelException(ModelException.Code.UNSUPPORTED, file.path() + ": " + why);
  }
}
