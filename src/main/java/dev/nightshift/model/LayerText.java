package dev.nightshift.model;

/**
 * The part of {@link GradientText} that is one layer, forwards and backwards, its gradient written
 * out: what the forward pass keeps is what the backward pass reads, and nothing is recorded.
 *
 * <ul>
 *   <li>{@code layer}: from the residual stream [rows · T, hidden] the next one. What {@code back}
 *       needs is written to {@code y2} and {@code room}; what is small is returned.
 *   <li>{@code back}: from the gradient by the layer's result, which it overwrites, that by its
 *       input; gradients of adapters go to the accumulators. The gated product is computed again:
 *       it is as large as its factors and little work.
 *   <li>{@code scaled}, {@code unscaled}: RMSNorm, which also gives its factors, and its gradient:
 *       with r = (mean x² + ε)^−½ and t = w g, r t − x r³ (t · x) / n. That is the gradient of
 *       weight normalisation (arXiv 1602.07868) for a norm of √n / r and a gain of √n, for which
 *       the library has one kernel.
 *   <li>{@code turned}: the rotary embedding of heads [rows, heads, T, headDim], in float32; with
 *       the sines' signs changed, its gradient.
 * </ul>
 */
final class LayerText {
  private static final String NORM =
      """
        def scaled(self: __torch__.Program, x: Tensor, w: Tensor, to: Tensor) -> Tensor:
          f = torch.to(x, 6)
          m = torch.linalg_vector_norm(f, 2, [-1], True)
          r = torch.rsqrt_(torch.add_(torch.div_(torch.mul(m, m), torch.size(f, -1)), {EPS}))
          _0 = torch.copy_(to, torch.mul_(torch.mul(f, r), w))
          return r
        def unscaled(self: __torch__.Program, g: Tensor, x: Tensor, r: Tensor, w: Tensor) -> Tensor:
          n = torch.size(x, -1)
          t = torch.contiguous(torch.reshape(torch.mul(torch.to(g, 6), w), [-1, n]))
          f = torch.contiguous(torch.reshape(torch.to(x, 6), [-1, n]))
          root = torch.sqrt(n)
          q = torch.reshape(r, [-1, 1])
          gx, _0, = torch._weight_norm_interface_backward(t, f, torch.full_like(q, root), torch.mul(torch.reciprocal(q), root), 0)
          return torch.view(gx, torch.size(x))
      """;

  private static final String TURNED =
      """
        def turned(self: __torch__.Program, x: Tensor, c: Tensor, n: Tensor) -> Tensor:
          t = torch.new_empty(x, torch.size(x), dtype=6)
          _0 = torch.copy_(t, x)
          p = torch.slice(t, -1, 0, {ROT}, 1)
      """;

  private static final String NEIGHBOURS =
      """
          z = torch.view_as_complex(torch.unflatten(p, -1, [{HALF}, 2]))
          _1 = torch.mul_(z, torch.complex(c, n))
          return t
      """;

  private static final String HALVES =
      """
          e = torch.slice(p, -1, 0, {HALF}, 1)
          o = torch.slice(p, -1, {HALF}, {ROT}, 1)
          a = torch.sub_(torch.mul(e, c), torch.mul(o, n))
          b = torch.add_(torch.mul(e, n), torch.mul(o, c))
          _1 = torch.copy_(e, a)
          _2 = torch.copy_(o, b)
          return t
      """;

  private static final String PLACES =
      """
        def places(self: __torch__.Program, all: Tensor, slot: int, M: int, T: int) -> List[Tensor]:
          S = 0
          if torch.le(T, {WHOLE}):
            S = T
          B = torch.floordiv(M, T)
          a = torch.mul(torch.mul(slot, M), torch.add({PER_TOKEN}, torch.mul(S, {HEADS})))
          out = annotate(List[Tensor], [])
      """;

  private static final String LAYER =
      """
        def layer(self: __torch__.Program, x: Tensor, next: Tensor, y2: Tensor, room: List[Tensor], T: int, c: Tensor, n: Tensor, mask: Tensor, w: List[Tensor], i: int, low: List[Tensor], s: float) -> List[Tensor]:
          h1, h2, q, k, v, p, at, gu{KEPT}, = room
          r1 = (self).scaled(x, w[torch.add(i, {ATTN_NORM})], h1)
          W0 = {W0}
          y = {Y}
          u0 = (self).apply0(h1, W0, y, low, s)
          {BIAS}
          yq = torch.view(torch.slice(y, 1, 0, {ATT}, 1), [-1, T, {HEADS}, {HD}])
          yk = torch.view(torch.slice(y, 1, {ATT}, {VALUES}, 1), [-1, T, {KV}, {HD}])
          yv = torch.view(torch.slice(y, 1, {VALUES}, {END}, 1), [-1, T, {KV}, {HD}])
          {QK_NORM}
          _q = torch.copy_(q, (self).turned(torch.transpose(yq, 1, 2), c, n))
          _k = torch.copy_(k, (self).turned(torch.transpose(yk, 1, 2), c, n))
          _v = torch.copy_(v, torch.transpose(yv, 1, 2))
          _a = (self).attended(q, k, v, mask, p, at)
          W1 = {W1}
          o = {O}
          u1 = (self).apply1(at, W1, o, low, s)
          {O_NORM}
          _y = torch.add(x, o, out=y2)
          r2 = (self).scaled(y2, w[torch.add(i, {FFN_NORM})], h2)
          W2 = {W2}
          u2 = (self).apply2(h2, W2, gu, low, s)
          g = torch.slice(gu, 1, 0, {FF}, 1)
          z = torch.mul_({ACT}, torch.slice(gu, 1, {FF}, {END}, 1))
          W3 = {W3}
          d = {D}
          u3 = (self).apply3(z, W3, d, low, s)
          {D_NORM}
          _n = torch.add(y2, d, out=next)
          return [r1, u0, u1, r2, u2, u3, W0, W1, W2, W3{RS}]
        def back(self: __torch__.Program, gx: Tensor, x: Tensor, y2: Tensor, room: List[Tensor], parts: List[Tensor], T: int, c: Tensor, n: Tensor, mask: Tensor, w: List[Tensor], i: int, low: List[Tensor], s: float, acc: List[Tensor], j: int) -> Tensor:
          h1, h2, q, k, v, p, at, gu{KEPT}, = room
          r1, u0, u1, r2, u2, u3, W0, W1, W2, W3{RS}, = parts
          gd = {GD}
          g = torch.slice(gu, 1, 0, {FF}, 1)
          up = torch.slice(gu, 1, {FF}, {END}, 1)
          act = {ACT}
          gz = (self).pull3(gd, torch.mul(act, up), u3, W3, low, s, acc, j)
          ggu = torch.empty_like(gu)
          _up = torch.mul(gz, act, out=torch.slice(ggu, 1, {FF}, {END}, 1))
          _g = {ACT_BACK}
          gh2 = (self).pull2(ggu, h2, u2, W2, low, s, acc, j)
          gy2 = torch.add(gx, (self).unscaled(gh2, y2, r2, w[torch.add(i, {FFN_NORM})]))
          go = {GO}
          gat = (self).pull1(go, at, u1, W1, low, s, acc, j)
          gq, gk, gv, = (self).unattended(gat, q, k, v, p, mask)
          m = torch.neg(n)
          tq = torch.transpose((self).turned(gq, c, m), 1, 2)
          tk = torch.transpose((self).turned(gk, c, m), 1, 2)
          {QK_BACK}
          gy = torch.new_empty(h1, [torch.size(h1, 0), {QKV}])
          _q = torch.copy_(torch.view(torch.slice(gy, 1, 0, {ATT}, 1), [-1, T, {HEADS}, {HD}]), tq)
          _k = torch.copy_(torch.view(torch.slice(gy, 1, {ATT}, {VALUES}, 1), [-1, T, {KV}, {HD}]), tk)
          _v = torch.copy_(torch.view(torch.slice(gy, 1, {VALUES}, {END}, 1), [-1, T, {KV}, {HD}]), torch.transpose(gv, 1, 2))
          gh1 = (self).pull0(gy, h1, u0, W0, low, s, acc, j)
          return torch.add_(gy2, (self).unscaled(gh1, x, r1, w[torch.add(i, {ATTN_NORM})]))
      """;

  private final ModelSpec spec;
  private final WeightLayout layout;

  private LayerText(ModelSpec spec, WeightForm form) {
    this.spec = spec;
    this.layout = new WeightLayout(spec, form);
  }

  static String of(ModelSpec spec, WeightForm form) {
    LayerText text = new LayerText(spec, form);
    return NORM
        + TURNED
        + (spec.ropeInterleaved() ? NEIGHBOURS : HALVES)
        + (text.places() + text.weights(text.norms(text.activation(LAYER))))
            .replace("{FF}", Integer.toString(spec.feedForward()))
            .replace("{VALUES}", Integer.toString(spec.queryWidth() + spec.kvWidth()))
            .replace("{QKV}", Integer.toString(spec.queryWidth() + 2 * spec.kvWidth()));
  }

  /**
   * {@code places}: what of a workspace in the computing type belongs to a slot; {@link #perToken}
   * numbers a token, and as many weights of keys as {@link AttentionText} keeps.
   */
  private String places() {
    StringBuilder text = new StringBuilder(PLACES);
    place(text, "[M, %d]".formatted(spec.hidden()), Integer.toString(spec.hidden()));
    place(text, "[M, %d]".formatted(spec.hidden()), Integer.toString(spec.hidden()));
    place(text, "[B, {HEADS}, T, {HD}]", "{ATT}");
    place(text, "[B, {KV}, T, {HD}]", Integer.toString(spec.kvWidth()));
    place(text, "[B, {KV}, T, {HD}]", Integer.toString(spec.kvWidth()));
    place(text, "[torch.mul(B, {KV}), torch.mul(T, {GROUP}), S]", "torch.mul(S, {HEADS})");
    place(text, "[M, {ATT}]", "{ATT}");
    place(text, "[M, %d]".formatted(2 * spec.feedForward()), "" + 2 * spec.feedForward());
    if (spec.qkNorm()) {
      place(text, "[M, {QKV}]", "{QKV}");
    }
    if (spec.traits().postNorms()) {
      place(text, "[M, %d]".formatted(spec.hidden()), Integer.toString(spec.hidden()));
      place(text, "[M, %d]".formatted(spec.hidden()), Integer.toString(spec.hidden()));
    }
    return text.append("    return out\n")
        .toString()
        .replace("{PER_TOKEN}", Integer.toString(perToken(spec)));
  }

  private static void place(StringBuilder text, String shape, String width) {
    text.append("    z = torch.add(a, torch.mul(M, %s))%n".formatted(width))
        .append(
            "    _p = torch.append(out, torch.view(torch.slice(all, 0, a, z, 1), %s))%n"
                .formatted(shape))
        .append("    a = z\n");
  }

  /** Numbers of one token that a layer keeps in the computing type, but for weights of keys. */
  static int perToken(ModelSpec spec) {
    int heads = 2 * spec.queryWidth() + 2 * spec.kvWidth();
    int normed = spec.qkNorm() ? spec.queryWidth() + 2 * spec.kvWidth() : 0;
    int results = spec.traits().postNorms() ? 2 * spec.hidden() : 0;
    return 2 * spec.hidden() + heads + 2 * spec.feedForward() + normed + results;
  }

  private String weights(String text) {
    String filled = text;
    for (int group = 0; group < Projection.GROUPS.size(); group++) {
      filled = filled.replace("{W" + group + "}", layout.group(group));
    }
    return filled.replace("    {BIAS}\n", spec.qkvBias() ? bias() : "");
  }

  private String bias() {
    StringBuilder text = new StringBuilder();
    int row = 0;
    for (Projection p : Projection.GROUPS.getFirst()) {
      int end = row + p.outputs(spec);
      text.append(
          "    _%s = torch.add_(torch.slice(y, 1, %d, %d, 1), torch.to(w[torch.add(i, %d)], {DT}))%n"
              .formatted(p.name(), row, end, layout.bias(p)));
      row = end;
    }
    return text.toString();
  }

  private String activation(String text) {
    return spec.traits().gelu()
        ? text.replace("{ACT}", "torch.gelu(g, approximate=\"tanh\")")
            .replace(
                "{ACT_BACK}",
                "torch.gelu_backward(torch.mul_(gz, up), g, approximate=\"tanh\","
                    + " grad_input=torch.slice(ggu, 1, 0, {FF}, 1))")
        : text.replace("{ACT}", "torch.silu(g)")
            .replace(
                "{ACT_BACK}",
                "torch.silu_backward(torch.mul_(gz, up), g,"
                    + " grad_input=torch.slice(ggu, 1, 0, {FF}, 1))");
  }

  /** Norms of heads and of results, where the model has them. */
  private String norms(String text) {
    boolean heads = spec.qkNorm();
    boolean results = spec.traits().postNorms();
    return text.replace("    {QK_NORM}\n", heads ? headNorms() : "")
        .replace("    {QK_BACK}\n", heads ? headNormsBack() : "")
        .replace("    {O_NORM}\n", results ? after("o", layout.attentionPostNorm()) : "")
        .replace("    {D_NORM}\n", results ? after("d", layout.feedForwardPostNorm()) : "")
        .replace("{GD}", results ? before("gx", "d", layout.feedForwardPostNorm()) : half("gx"))
        .replace("{GO}", results ? before("gy2", "o", layout.attentionPostNorm()) : half("gy2"))
        .replace("{KEPT}", (heads ? ", y0" : "") + (results ? ", o0, d0" : ""))
        .replace("{RS}", (heads ? ", rq, rk" : "") + (results ? ", ro, rd" : ""))
        .replace("{Y}", heads ? "y0" : "torch.new_empty(h1, [torch.size(h1, 0), {QKV}])")
        .replace("{O}", results ? "o0" : "torch.empty_like(h1)")
        .replace("{D}", results ? "d0" : "torch.empty_like(h1)");
  }

  private static String half(String gradient) {
    return "torch.to(" + gradient + ", {DT})";
  }

  private static String after(String name, int weight) {
    return ("    %1$s = torch.empty_like(%1$s0)%n"
            + "    r%1$s = (self).scaled(%1$s0, w[torch.add(i, %2$d)], %1$s)%n")
        .formatted(name, weight);
  }

  private static String before(String gradient, String name, int weight) {
    return half(
        "(self).unscaled(%1$s, %2$s0, r%2$s, w[torch.add(i, %3$d)])"
            .formatted(gradient, name, weight));
  }

  private String headNorms() {
    return """
        nq = torch.contiguous(yq)
        rq = (self).scaled(yq, w[torch.add(i, %d)], nq)
        yq = nq
        nk = torch.contiguous(yk)
        rk = (self).scaled(yk, w[torch.add(i, %d)], nk)
        yk = nk
    """
        .formatted(layout.headNorm(Projection.QUERY), layout.headNorm(Projection.KEY));
  }

  private String headNormsBack() {
    return """
        xq = torch.view(torch.slice(y0, 1, 0, {ATT}, 1), [-1, T, {HEADS}, {HD}])
        xk = torch.view(torch.slice(y0, 1, {ATT}, {VALUES}, 1), [-1, T, {KV}, {HD}])
        tq = (self).unscaled(tq, xq, rq, w[torch.add(i, %d)])
        tk = (self).unscaled(tk, xk, rk, w[torch.add(i, %d)])
    """
        .formatted(layout.headNorm(Projection.QUERY), layout.headNorm(Projection.KEY));
  }
}
