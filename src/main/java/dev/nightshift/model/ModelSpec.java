package dev.nightshift.model;

import dev.nightshift.gguf.GgufFile;

/**
 * The shape of a decoder-only transformer, as a GGUF file tells it.
 *
 * @param architecture {@code general.architecture}
 * @param name {@code general.name}, or the file's name
 * @param layers number of blocks
 * @param hidden width of the residual stream
 * @param heads query heads
 * @param kvHeads key and value heads; divides {@code heads}
 * @param headDim width of one head, even; need not be hidden / heads
 * @param feedForward width of the gated feed-forward network
 * @param vocabulary number of tokens
 * @param rmsEpsilon added to the mean square in every RMSNorm
 * @param ropeBase base of the rotary frequencies
 * @param ropeDimensions leading dimensions of a head that are rotated, even, at most {@code
 *     headDim}
 * @param ropeInterleaved true: adjacent pairs (2i, 2i+1) rotate together, and the rows of q and k
 *     are permuted against Hugging Face's; false: pairs are (i, i + ropeDimensions / 2)
 * @param contextLength most tokens the model was made for
 * @param tiedEmbeddings the output matrix is the embedding matrix
 * @param qkvBias q, k and v have biases
 * @param qkNorm q and k are RMS-normalised per head before rotation
 * @param ropeScaling how positions are stretched
 * @param traits what else differs from a Llama
 */
public record ModelSpec(
    String architecture,
    String name,
    int layers,
    int hidden,
    int heads,
    int kvHeads,
    int headDim,
    int feedForward,
    int vocabulary,
    double rmsEpsilon,
    double ropeBase,
    int ropeDimensions,
    boolean ropeInterleaved,
    int contextLength,
    boolean tiedEmbeddings,
    boolean qkvBias,
    boolean qkNorm,
    RopeScaling ropeScaling,
    ModelTraits traits) {
  public ModelSpec {
    require(layers >= 1, "block_count", layers, "at least 1");
    require(hidden >= 1, "embedding_length", hidden, "at least 1");
    require(heads >= 1, "attention.head_count", heads, "at least 1");
    require(
        kvHeads >= 1 && heads % kvHeads == 0,
        "attention.head_count_kv",
        kvHeads,
        "a divisor of the " + heads + " heads");
    require(headDim >= 2 && headDim % 2 == 0, "attention.key_length", headDim, "even and positive");
    require(feedForward >= 1, "feed_forward_length", feedForward, "at least 1");
    require(vocabulary >= 1, "vocab_size", vocabulary, "at least 1");
    require(contextLength >= 1, "context_length", contextLength, "at least 1");
    require(
        rmsEpsilon > 0 && rmsEpsilon < 1,
        "attention.layer_norm_rms_epsilon",
        rmsEpsilon,
        "between 0 and 1");
    require(ropeBase > 1 && Double.isFinite(ropeBase), "rope.freq_base", ropeBase, "more than 1");
    require(
        ropeDimensions >= 2 && ropeDimensions % 2 == 0 && ropeDimensions <= headDim,
        "rope.dimension_count",
        ropeDimensions,
        "even and at most the head's " + headDim);
  }

  /**
   * Reads the specification.
   *
   * @throws ModelException {@code UNSUPPORTED} for other architectures than llama, qwen2, qwen3,
   *     gemma3 and phi3, or for variants of them that would compute something else (mixture of
   *     experts); {@code MALFORMED} for impossible values
   * @throws dev.nightshift.gguf.GgufException {@code MISSING} for a missing key or tensor
   */
  public static ModelSpec of(GgufFile file) {
    return SpecReader.read(file);
  }

  /** Width of all query heads together: the input of {@code attn_output}. */
  public int queryWidth() {
    return heads * headDim;
  }

  /** Width of all key (or value) heads together. */
  public int kvWidth() {
    return kvHeads * headDim;
  }

  private static void require(boolean holds, String key, Object value, String allowed) {
    if (!holds) {
      throw new ModelException(
          ModelException.Code.MALFORMED,
          "the model's " + key + " is " + value + " but must be " + allowed);
    }
  }
}
