package dev.nightshift.model;

/**
 * The part of {@link GradientText} that is the vocabulary's head: losses, and their gradient by the
 * last layer's output.
 *
 * <p>Logits exist for the answer positions alone, some at a time, in the computing type, and their
 * gradient (softmax − one-hot) is written over them; in between some rows at a time, which stay in
 * the cache, are float32. The products are made a slice of the vocabulary at a time, for the
 * library packs what it multiplies, and a large quantised head is never whole in memory: its slices
 * are dequantised in each direction anew ({@link HeadSlices}).
 */
final class HeadText {
  private static final String TEXT =
      """
        def words(self: __torch__.Program, w: List[Tensor], held: List[Tensor], v: int) -> Tensor:
          if torch.gt(torch.len(held), 0):
            d = held[v]
          else:
            d = (self).part(w, {HEAD}, torch.mul(v, {WORDS}), torch.mul(torch.add(v, 1), {WORDS}))
          return d
        def losses(self: __torch__.Program, y: Tensor, targets: Tensor, each: Tensor) -> int:
          N = torch.size(y, 0)
          for k in range(torch.floordiv(torch.add(N, {ROWS_LESS_1}), {ROWS})):
            a = torch.mul(k, {ROWS})
            z = torch.add(a, {ROWS})
            t = torch.unsqueeze(torch.slice(targets, 0, a, z, 1), -1)
            r = torch.slice(y, 0, a, z, 1)
            f = torch.to(r, 6)
            {CAP}
            p = torch.log_softmax(f, -1)
            _0 = torch.copy_(torch.slice(each, 0, a, z, 1), torch.neg(torch.squeeze(torch.gather(p, -1, t), -1)))
            _1 = torch.scatter_add_(torch.exp_(p), -1, t, torch.new_full(t, [torch.size(t, 0), 1], -1., dtype=6))
            {CAP_SLOPE}
            _2 = torch.copy_(r, p)
          return N
        def head(self: __torch__.Program, x: Tensor, positions: Tensor, targets: Tensor, share: Tensor, w: List[Tensor]) -> Tuple[Tensor, Tensor]:
          none = annotate(List[Tensor], [])
          held = annotate(List[Tensor], [])
          for v in range({HELD}):
            _h = torch.append(held, (self).words(w, none, v))
          hx = torch.index_select(x, 0, positions)
          h = torch.new_empty(hx, torch.size(hx), dtype={DT})
          rms = (self).scaled(hx, w[{OUT_NORM}], h)
          gh = torch.empty_like(h)
          N = torch.size(positions, 0)
          each = torch.new_empty(x, [N])
          for k in range(torch.floordiv(torch.add(N, {PART_LESS_1}), {PART})):
            start = torch.mul(k, {PART})
            end = torch.add(start, {PART})
            q = torch.slice(h, 0, start, end, 1)
            y = torch.new_empty(q, [torch.size(q, 0), {VOCABULARY}])
            for v in range({SLICES}):
              c = torch.slice(y, 1, torch.mul(v, {WORDS}), torch.mul(torch.add(v, 1), {WORDS}), 1)
              _y = torch.copy_(c, torch.linear(q, (self).words(w, held, v)))
            _l = (self).losses(y, torch.slice(targets, 0, start, end, 1), torch.slice(each, 0, start, end, 1))
            u = torch.zeros_like(q, dtype=6)
            for v in range({SLICES}):
              r = torch.slice(y, 1, torch.mul(v, {WORDS}), torch.mul(torch.add(v, 1), {WORDS}), 1)
              _u = torch.add_(u, torch.matmul(r, (self).words(w, held, v)))
            _g = torch.copy_(torch.slice(gh, 0, start, end, 1), torch.div_(u, share))
          gx = torch.zeros_like(x)
          _x = torch.index_copy_(gx, 0, positions, (self).unscaled(gh, hx, rms, w[{OUT_NORM}]))
          return (each, gx)
      """;

  /** Numbers of logits that are float32 at once. */
  private static final int CACHED = 1 << 18;

  private HeadText() {}

  static String of(ModelSpec spec, HeadSlices slices) {
    int part = slices.positions();
    int rows = Math.max(1, CACHED / spec.vocabulary());
    double cap = spec.traits().logitCap();
    return TEXT.replace("      {CAP}\n", cap == 0 ? "" : cap(cap))
        .replace("      {CAP_SLOPE}\n", cap == 0 ? "" : capSlope(cap))
        .replace("{WORDS}", Integer.toString(slices.words()))
        .replace("{SLICES}", Integer.toString(slices.count()))
        .replace("{HELD}", Integer.toString(slices.held() ? slices.count() : 0))
        .replace("{VOCABULARY}", Integer.toString(spec.vocabulary()))
        .replace("{ROWS}", Integer.toString(rows))
        .replace("{ROWS_LESS_1}", Integer.toString(rows - 1))
        .replace("{PART}", Integer.toString(part))
        .replace("{PART_LESS_1}", Integer.toString(part - 1));
  }

  private static String cap(double cap) {
    return "      f = torch.mul(torch.tanh(torch.div(f, %1$s)), %1$s)%n".formatted(cap);
  }

  private static String capSlope(double cap) {
    return "      p = torch.addcmul(p, p, torch.pow(torch.div(f, %s), 2), value=-1)%n"
        .formatted(cap);
  }
}
