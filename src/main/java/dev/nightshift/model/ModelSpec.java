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
    requireSize("block_count", layers, 4_096);
    requireSize("embedding_length", hidden, 1 << 18);
    requireSize("attention.head_count", heads, 1 << 12);
    require(
        kvHeads >= 1 && heads % kvHeads == 0,
        "attention.head_count_kv",
        kvHeads,
        "a divisor of the " + heads + " heads");
    requireSize("attention.key_length", headDim, 1 << 12);
    require(headDim % 2 == 0, "attention.key_length", headDim, "even");
    requireSize("feed_forward_length", feedForward, 1 << 20);
    requireSize("vocab_size", vocabulary, 1 << 24);
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

  private static void requireSize(String key, int value, int most) {
    require(value >= 1 && value <= most, key, value, "1 to " + most);
  }

  private static void require(boolean holds, String key, Object value, String allowed) {
    if (!holds) {
      throw new ModelException(
          ModelException.Code.MALFORMED,
          "the model's " + key + " is " + value + " but must be " + allowed);
    }
  }
}
