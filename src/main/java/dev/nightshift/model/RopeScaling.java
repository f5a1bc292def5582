package dev.nightshift.model;

/** How a model stretches its rotary positions beyond the context it was first trained on. */
public sealed interface RopeScaling {
  /** Not at all. */
  RopeScaling NONE = new Linear(1);

  /**
   * All positions divided by a factor (arXiv 2306.15595).
   *
   * @param factor 1 is no scaling
   */
  record Linear(double factor) implements RopeScaling {
    public Linear {
      requireFactor(factor);
    }
  }

  /**
   * Low frequencies divided by a factor, high ones kept, those between blended (YaRN, arXiv
   * 2309.00071).
   *
   * @param factor longer context by shorter one
   * @param originalContext tokens of the shorter one
   * @param attentionFactor multiplies cosines and sines, besides YaRN's own 1 + 0.1 · ln factor
   * @param betaFast turns in the original context above which a frequency is kept
   * @param betaSlow turns below which it is divided
   */
  record Yarn(
      double factor, int originalContext, double attentionFactor, double betaFast, double betaSlow)
      implements RopeScaling {
    public Yarn {
      requireFactor(factor);
      require(originalContext >= 1, "original_context_length", originalContext);
      require(attentionFactor > 0 && attentionFactor < 100, "attn_factor", attentionFactor);
      require(betaSlow > 0 && betaFast >= betaSlow, "yarn_beta_fast", betaFast);
    }
  }

  /**
   * One divisor for each frequency (LongRoPE, arXiv 2402.13753). A file has two lists: one for
   * sequences up to the original context, and one for longer ones, with which the same tokens give
   * other keys. The first alone is used, so that an adapter is served as it was trained; the
   * context ends where the list does.
   *
   * @param attentionFactor multiplies cosines and sines
   */
  record PerFrequency(double attentionFactor) implements RopeScaling {
    public PerFrequency {
      require(attentionFactor > 0 && attentionFactor < 100, "attn_factor", attentionFactor);
    }
  }

  private static void requireFactor(double factor) {
    require(factor >= 1 && factor <= 10_000, "factor", factor);
  }

  private static void require(boolean holds, String key, Object value) {
    if (!holds) {
      throw new ModelException(
          ModelException.Code.MALFORMED,
          "the model's rope.scaling." + key + " is " + value + ", which is impossible");
    }
  }
}
