package dev.nightshift.model;

/**
 * The transformer as TorchScript text, written out for one model and one form of its weights.
 *
 * <p>Sources of the formulas: RMSNorm (arXiv 1910.07467), rotary embedding (2104.09864),
 * grouped-query attention (2305.13245), SwiGLU (2002.05202), low-rank adaptation (2106.09685).
 * {@code w} is the list that {@link WeightLayout} describes; {@code ad} lists A and B of the seven
 * projections of each layer, an empty array where a projection has none, or one array in all where
 * there is no adapter.
 */
final class TransformerText {
  static final String END = "9223372036854775807";

  private final ModelSpec spec;
  private final WeightForm form;
  private final WeightLayout layout;

  private TransformerText(ModelSpec spec, WeightForm form) {
    this.spec = spec;
    this.form = form;
    this.layout = new WeightLayout(spec, form);
  }

  static String of(ModelSpec spec, WeightForm form) {
    TransformerText text = new TransformerText(spec, form);
    return text.constants(
        shared(spec, form)
            + LINEAR
            + NORM
            + text.rope()
            + text.project()
            + text.finish()
            + ATTEND
            + text.logits()
            + WindowText.fill(spec, CachedText.RUN)
            + CachedText.STEP
            + CachedText.SCORE);
  }

  /** What {@link GradientText} shares: weights, embeddings and windows. */
  static String shared(ModelSpec spec, WeightForm form) {
    TransformerText text = new TransformerText(spec, form);
    return text.weight() + text.rows() + WindowText.methods(spec);
  }

  /** Replaces the names in braces, which stand for what is known when the text is written. */
  static String constants(ModelSpec spec, WeightForm form, String text) {
    return new TransformerText(spec, form).constants(text);
  }

  private String constants(String text) {
    return text.replace("{DT}", Integer.toString(form.compute.code))
        .replace("{EPS}", Double.toString(spec.rmsEpsilon()))
        .replace("{HEADS}", Integer.toString(spec.heads()))
        .replace("{KV}", Integer.toString(spec.kvHeads()))
        .replace("{GROUP}", Integer.toString(spec.heads() / spec.kvHeads()))
        .replace("{HD}", Integer.toString(spec.headDim()))
        .replace("{ATT}", Integer.toString(spec.heads() * spec.headDim()))
        .replace("{LAYERS}", Integer.toString(spec.layers()))
        .replace("{ROT}", Integer.toString(spec.ropeDimensions()))
        .replace("{HALF}", Integer.toString(spec.ropeDimensions() / 2))
        .replace("{END}", END)
        .replace("{GLOBALS}", Integer.toString(layout.globals()))
        .replace("{PER_LAYER}", Integer.toString(layout.perLayer()))
        .replace("{OUT_NORM}", Integer.toString(layout.outputNorm()))
        .replace("{HEAD}", Integer.toString(layout.head()))
        .replace("{ATTN_NORM}", Integer.toString(layout.attentionNorm()))
        .replace("{FFN_NORM}", Integer.toString(layout.feedForwardNorm()))
        .replace("{ATTN_POST}", Integer.toString(layout.attentionPostNorm()))
        .replace("{FFN_POST}", Integer.toString(layout.feedForwardPostNorm()))
        .replace("{SCALE}", scale())
        .replace("{FACTOR}", Double.toString(factor()))
        .replace("{W_OUTPUT}", Integer.toString(layout.projection(Projection.OUTPUT)))
        .replace("{W_GATE}", Integer.toString(layout.projection(Projection.GATE)))
        .replace("{W_UP}", Integer.toString(layout.projection(Projection.UP)))
        .replace("{W_DOWN}", Integer.toString(layout.projection(Projection.DOWN)));
  }

  private String scale() {
    double scale = spec.traits().attentionScale();
    return scale == 0 ? "None" : Double.toString(scale);
  }

  private double factor() {
    double scale = spec.traits().attentionScale();
    return scale == 0 ? 1 / Math.sqrt(spec.headDim()) : scale;
  }

  /** Embeddings of tokens. */
  private String rows() {
    double scale = spec.traits().embeddingScale();
    return "  def rows(self: __torch__.Program, w: List[Tensor], ids: Tensor) -> Tensor:\n"
        + (scale == 1
            ? "    return (self).stored(w, ids)\n"
            : "    return torch.mul((self).stored(w, ids), %s)%n".formatted(scale));
  }

  /** One matrix [out, in] in the computing type, and rows of the embedding in float32. */
  private String weight() {
    return form.quantised ? WeightText.QUANTISED : WeightText.DENSE;
  }

  // y = W x + s B (A x) for x [batch, T, in]. The small term stands first and the large product is
  // added to it, which rounds their exact sum once. The other way round, onto a product that is
  // rounded already, a term below half of bfloat16's last place (1/512 of the product) is lost.
  private static final String LINEAR =
      """
        def linear(self: __torch__.Program, x: Tensor, w: List[Tensor], i: int, ad: List[Tensor], j: int, s: float) -> Tensor:
          f = torch.flatten(x, 0, 1)
          W = (self).weight(w, i)
          adapted = False
          if torch.gt(torch.len(ad), 1):
            adapted = torch.gt(torch.numel(ad[j]), 0)
          if adapted:
            u = torch.mul(torch.linear(f, torch.to(ad[j], {DT})), s)
            y = torch.linear(u, torch.to(ad[torch.add(j, 1)], {DT}))
            _0 = torch.addmm_(y, f, torch.t(W), beta=1, alpha=1)
          else:
            y = torch.linear(f, W)
          return torch.view(y, [torch.size(x, 0), torch.size(x, 1), torch.size(y, 1)])
      """;

  private static final String NORM =
      """
        def norm(self: __torch__.Program, x: Tensor, w: Tensor) -> Tensor:
          f = torch.to(x, 6)
          m = torch.div(torch.pow(torch.linalg_vector_norm(f, 2, [-1], True), 2), torch.size(f, -1))
          v = torch.rsqrt(torch.add(m, {EPS}))
          return torch.to(torch.mul(torch.mul(f, v), w), {DT})
      """;

  /** Rotates pairs of neighbours, or an element with the one half a head further. */
  private String rope() {
    String pairs =
        spec.ropeInterleaved()
            ? """
                z = torch.view_as_complex(torch.view(torch.to(r, 6), [torch.size(r, 0), torch.size(r, 1), torch.size(r, 2), -1, 2]))
                t = torch.flatten(torch.view_as_real(torch.mul(z, torch.complex(c, s))), -2, -1)
            """
            : """
                e = torch.slice(r, -1, 0, {HALF}, 1)
                o = torch.slice(r, -1, {HALF}, {ROT}, 1)
                t = torch.cat([torch.sub(torch.mul(e, c), torch.mul(o, s)), torch.add(torch.mul(e, s), torch.mul(o, c))], -1)
            """;
    boolean whole = spec.ropeDimensions() == spec.headDim();
    return "  def rope(self: __torch__.Program, x: Tensor, c: Tensor, s: Tensor) -> Tensor:\n"
        + (whole ? "    r = x\n" : "    r = torch.slice(x, -1, 0, {ROT}, 1)\n")
        + pairs
        + (whole
            ? "    return torch.to(t, {DT})\n"
            : "    return torch.to(torch.cat([t, torch.slice(x, -1, {ROT}, {END}, 1)], -1),"
                + " {DT})\n");
  }

  /** Queries, keys and values of a layer, rotated: [batch, heads, T, headDim]. */
  private String project() {
    StringBuilder text = new StringBuilder();
    text.append(
        "  def project(self: __torch__.Program, x: Tensor, c: Tensor, n: Tensor, w: List[Tensor],"
            + " i: int, ad: List[Tensor], j: int, s: float) -> Tuple[Tensor, Tensor, Tensor]:\n"
            + "    B = torch.size(x, 0)\n    T = torch.size(x, 1)\n"
            + "    h = (self).norm(x, w[torch.add(i, {ATTN_NORM})])\n");
    projected(text, "q", Projection.QUERY, "{HEADS}");
    projected(text, "k", Projection.KEY, "{KV}");
    projected(text, "v", Projection.VALUE, "{KV}");
    // Queries and keys turn by the same angles: together they are half the operations.
    return text.append("    r = (self).rope(torch.cat([q, k], 1), c, n)\n")
        .append("    q = torch.slice(r, 1, 0, {HEADS}, 1)\n")
        .append("    return (q, torch.slice(r, 1, {HEADS}, {END}, 1), v)\n")
        .toString();
  }

  private void projected(StringBuilder text, String name, Projection projection, String heads) {
    text.append(
        "    %s = (self).linear(h, w, torch.add(i, %d), ad, torch.add(j, %d), s)%n"
            .formatted(name, layout.projection(projection), 2 * projection.place));
    if (spec.qkvBias()) {
      text.append(
          "    %1$s = torch.add(%1$s, torch.to(w[torch.add(i, %2$d)], {DT}))%n"
              .formatted(name, layout.bias(projection)));
    }
    text.append("    %1$s = torch.view(%1$s, [B, T, %2$s, {HD}])%n".formatted(name, heads));
    if (spec.qkNorm() && projection != Projection.VALUE) {
      text.append(
          "    %1$s = (self).norm(%1$s, w[torch.add(i, %2$d)])%n"
              .formatted(name, layout.headNorm(projection)));
    }
    text.append("    %1$s = torch.transpose(%1$s, 1, 2)%n".formatted(name));
  }

  /** x + o + down(act(gate) up), where o is the attention's result projected. */
  private String finish() {
    ModelTraits traits = spec.traits();
    return FINISH
        .replace("{ACT}", traits.gelu() ? "torch.gelu(g, approximate=\"tanh\")" : "torch.silu(g)")
        .replace("{O}", traits.postNorms() ? "(self).norm(o, w[torch.add(i, {ATTN_POST})])" : "o")
        .replace("{D}", traits.postNorms() ? "(self).norm(d, w[torch.add(i, {FFN_POST})])" : "d");
  }

  private static final String FINISH =
      """
        def finish(self: __torch__.Program, x: Tensor, at: Tensor, w: List[Tensor], i: int, ad: List[Tensor], j: int, s: float) -> Tensor:
          o = (self).linear(at, w, torch.add(i, {W_OUTPUT}), ad, torch.add(j, 6), s)
          y = torch.add(x, {O})
          h = (self).norm(y, w[torch.add(i, {FFN_NORM})])
          g = (self).linear(h, w, torch.add(i, {W_GATE}), ad, torch.add(j, 8), s)
          u = torch.mul({ACT}, (self).linear(h, w, torch.add(i, {W_UP}), ad, torch.add(j, 10), s))
          d = (self).linear(u, w, torch.add(i, {W_DOWN}), ad, torch.add(j, 12), s)
          return torch.add(y, {D})
      """;

  // One query is answered for all heads of a group at once. Several are multiplied with all keys at
  // once while those are few, else by the fused kernel, which wants keys repeated for every head.
  private static final String ATTEND =
      """
        def spread(self: __torch__.Program, k: Tensor) -> Tensor:
          B = torch.size(k, 0)
          S = torch.size(k, 2)
          return torch.reshape(torch.expand(torch.unsqueeze(k, 2), [B, {KV}, {GROUP}, S, {HD}]), [B, {HEADS}, S, {HD}])
        def short(self: __torch__.Program, q: Tensor, k: Tensor, v: Tensor, mask: Tensor) -> Tensor:
          B = torch.size(q, 0)
          T = torch.size(q, 2)
          S = torch.size(k, 2)
          if torch.gt(torch.numel(mask), 0):
            m = mask
          else:
            m = torch.tril(torch.new_ones(k, [T, S], dtype=11), torch.sub(S, T))
          if torch.eq(torch.dim(m), 4):
            m = torch.unsqueeze(m, 2)
          far = torch.masked_fill(torch.zeros_like(m, dtype=6), torch.logical_not(m), -3.0e+38)
          g = torch.reshape(torch.mul(torch.to(q, 6), {FACTOR}), [B, {KV}, torch.mul(T, {GROUP}), {HD}])
          a = torch.view(torch.matmul(g, torch.transpose(torch.to(k, 6), -2, -1)), [B, {KV}, {GROUP}, T, S])
          p = torch.to(torch.softmax(torch.add_(a, far), -1), {DT})
          o = torch.matmul(torch.view(p, [B, {KV}, torch.mul(T, {GROUP}), S]), v)
          return torch.view(o, [B, {HEADS}, T, {HD}])
        def attend(self: __torch__.Program, q: Tensor, k: Tensor, v: Tensor, mask: Tensor) -> Tensor:
          B = torch.size(q, 0)
          T = torch.size(q, 2)
          if torch.eq(T, 1):
            g = torch.reshape(q, [B, {KV}, {GROUP}, {HD}])
            if torch.gt(torch.numel(mask), 0):
              a = torch.scaled_dot_product_attention(g, k, v, mask, 0., False, scale={SCALE}, enable_gqa=False)
            else:
              a = torch.scaled_dot_product_attention(g, k, v, None, 0., False, scale={SCALE}, enable_gqa=False)
            o = torch.reshape(a, [B, 1, {ATT}])
          else:
            if torch.le(torch.size(k, 2), 512):
              m = (self).short(q, k, v, mask)
            else:
              if torch.gt(torch.numel(mask), 0):
                m = torch.scaled_dot_product_attention(q, (self).spread(k), (self).spread(v), mask, 0., False, scale={SCALE}, enable_gqa=False)
              else:
                m = torch.scaled_dot_product_attention(q, (self).spread(k), (self).spread(v), None, 0., True, scale={SCALE}, enable_gqa=False)
            o = torch.reshape(torch.transpose(m, 1, 2), [B, T, {ATT}])
          return o
      """;

  /** The output norm and the head. */
  private String logits() {
    double cap = spec.traits().logitCap();
    return LOGITS
        + (cap == 0
            ? "    return y\n"
            : "    return torch.mul(torch.tanh(torch.div(y, %1$s)), %1$s)%n".formatted(cap));
  }

  private static final String LOGITS =
      """
        def logits(self: __torch__.Program, x: Tensor, w: List[Tensor]) -> Tensor:
          y = torch.to(torch.linear((self).norm(x, w[{OUT_NORM}]), (self).weight(w, {HEAD})), 6)
      """;
}
