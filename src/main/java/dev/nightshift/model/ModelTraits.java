package dev.nightshift.model;

/**
 * What a transformer does otherwise than a Llama of the same shape.
 *
 * @param fused the file holds query, key and value as one tensor {@code attn_qkv}, and gate and up
 *     as one {@code ffn_up}; their rows stand in that order
 * @param gelu the gate goes through GELU (by tanh) in place of SiLU
 * @param postNorms the results of attention and feed-forward network are normalised before they are
 *     added to the residual stream
 * @param embeddingScale multiplies the embeddings
 * @param attentionScale multiplies the products of queries and keys; 0 is 1 / √headDim
 * @param logitCap c of logits c · tanh(x / c); 0 is none
 * @param window which layers see how far back
 */
public record ModelTraits(
    boolean fused,
    boolean gelu,
    boolean postNorms,
    double embeddingScale,
    double attentionScale,
    double logitCap,
    Window window) {
  /** Nothing otherwise. */
  public static final ModelTraits LLAMA =
      new ModelTraits(false, false, false, 1, 0, 0, Window.NONE);

  public ModelTraits {
    require(embeddingScale > 0 && Double.isFinite(embeddingScale), "embedding_scale");
    require(attentionScale >= 0 && Double.isFinite(attentionScale), "attention.scale");
    require(logitCap >= 0 && Double.isFinite(logitCap), "final_logit_softcapping");
  }

  /**
   * Sliding windows: layers that see only the last tokens, with rotary frequencies of their own.
   *
   * @param tokens that such a layer sees, the current one included; 0: no layer is one
   * @param period every period-th layer sees everything
   * @param ropeBase base of the rotary frequencies in layers with a window, never scaled
   */
  public record Window(int tokens, int period, double ropeBase) {
    /** All layers see everything. */
    public static final Window NONE = new Window(0, 1, 10_000);

    public Window {
      require(tokens >= 0, "attention.sliding_window");
      require(period >= 1, "attention.sliding_window_pattern");
      require(ropeBase > 1 && Double.isFinite(ropeBase), "rope.freq_base_swa");
    }

    /** Whether any layer has a window. */
    public boolean any() {
      return tokens > 0 && period > 1;
    }

    /** Whether that layer, counted from 0, has a window. */
    public boolean in(int layer) {
      return any() && (layer + 1) % period != 0;
    }
  }

  private static void require(boolean holds, String key) {
    if (!holds) {
      throw new ModelException(
          ModelException.Code.MALFORMED, "the model's " + key + " is impossible");
    }
  }
}
