package dev.nightshift.model;

/**
 * The training step as TorchScript text, on top of the methods of {@link TransformerProgram}.
 *
 * <p>The whole step runs inside one native call. Adapters are lists of A [rank, in] and B [out,
 * rank] for the seven projections of each layer, empty arrays where a projection is not adapted;
 * they never require gradients themselves: leaves are cut from them where a gradient is wanted, so
 * that the forward pass in recompute mode records nothing.
 *
 * <ul>
 *   <li>{@code gradients}: adds the gradients of one batch to {@code acc}; returns the cross
 *       entropy of each answer token, in nats. The last {@code kept} layers keep what their
 *       backward pass needs, except for attention, whose products of queries and keys are many
 *       numbers and little work: those are always computed again. Of the others only the input is
 *       kept, and each is computed again when its turn comes (arXiv 1604.06174): the memory of one
 *       layer, for a third more work.
 *   <li>{@code head}: losses and their gradient by the last layer's output. Logits exist for the
 *       answer positions alone, some at a time, and their gradient (softmax − one-hot) is written
 *       over them. The products are made a slice of the vocabulary at a time, for the library packs
 *       what it multiplies, and a large quantised head is never whole in memory: its slices are
 *       dequantised in each direction anew ({@link HeadSlices}).
 *   <li>{@code update}: one AdamW step (arXiv 1711.05101, as {@code torch.optim.AdamW} does it:
 *       decay first, bias correction on both moments) with clipping by the global norm (arXiv
 *       1211.5063); clears {@code acc}; returns the norm before clipping.
 * </ul>
 */
final class GradientText {
  private static final String TEXT =
      """
        def seen(self: __torch__.Program, mask: Tensor, T: int, l: int) -> Tensor:
          end = T
          {NEAR}
          return {MASK}
        def block(self: __torch__.Program, x: Tensor, c: Tensor, n: Tensor, mask: Tensor, w: List[Tensor], l: int, ad: List[Tensor], s: float, recorded: bool) -> List[Tensor]:
          i = torch.add({GLOBALS}, torch.mul(l, {PER_LAYER}))
          q, k, v, = (self).project(x, {C}, {N}, w, i, ad, 0, s)
          m = (self).seen(mask, torch.size(x, 1), l)
          at = torch.requires_grad_((self).attend(torch.detach(q), torch.detach(k), torch.detach(v), m), recorded)
          return [q, k, v, at, (self).finish(x, at, w, i, ad, 0, s)]
        def back(self: __torch__.Program, x: Tensor, parts: List[Tensor], gy: Tensor, mask: Tensor, l: int, ad: List[Tensor]) -> List[Optional[Tensor]]:
          first = (self).filled(torch.slice(ad, 0, 6, 1))
          last = (self).filled(torch.slice(ad, 6, {LISTED}, 1))
          g = torch.grad([parts[4]], torch.add([x, parts[3]], last), annotate(List[Optional[Tensor]], [gy]), None, False, False)
          q = torch.requires_grad_(torch.detach(parts[0]), True)
          k = torch.requires_grad_(torch.detach(parts[1]), True)
          v = torch.requires_grad_(torch.detach(parts[2]), True)
          at = (self).attend(q, k, v, (self).seen(mask, torch.size(x, 1), l))
          ga = torch.grad([at], [q, k, v], annotate(List[Optional[Tensor]], [g[1]]), None, False, False)
          gp = torch.grad(torch.slice(parts, 0, 3, 1), torch.add([x], first), ga, None, False, False)
          gx = torch.add(unchecked_cast(Tensor, g[0]), unchecked_cast(Tensor, gp[0]))
          out = annotate(List[Optional[Tensor]], [gx])
          return torch.add(torch.add(out, torch.slice(gp, 1, {END}, 1)), torch.slice(g, 2, {END}, 1))
        def leaves(self: __torch__.Program, ad: List[Tensor], l: int, wanted: bool) -> List[Tensor]:
          out = annotate(List[Tensor], [])
          for j in range({LISTED}):
            a = torch.detach(ad[torch.add(torch.mul(l, {LISTED}), j)])
            if torch.gt(torch.numel(a), 0):
              _0 = torch.append(out, torch.requires_grad_(a, wanted))
            else:
              _1 = torch.append(out, a)
          return out
        def filled(self: __torch__.Program, ad: List[Tensor]) -> List[Tensor]:
          out = annotate(List[Tensor], [])
          for j in range(torch.len(ad)):
            if torch.gt(torch.numel(ad[j]), 0):
              _0 = torch.append(out, ad[j])
          return out
        def collect(self: __torch__.Program, acc: List[Tensor], l: int, g: List[Optional[Tensor]], start: int) -> int:
          at = start
          for j in range({LISTED}):
            a = acc[torch.add(torch.mul(l, {LISTED}), j)]
            if torch.gt(torch.numel(a), 0):
              _0 = torch.add_(a, unchecked_cast(Tensor, g[at]))
              at = torch.add(at, 1)
          return at
        def words(self: __torch__.Program, w: List[Tensor], held: List[Tensor], v: int) -> Tensor:
          if torch.gt(torch.len(held), 0):
            d = held[v]
          else:
            d = (self).part(w, {HEAD}, torch.mul(v, {WORDS}), torch.mul(torch.add(v, 1), {WORDS}))
          return d
        def head(self: __torch__.Program, x: Tensor, positions: Tensor, targets: Tensor, share: Tensor, w: List[Tensor]) -> Tuple[Tensor, Tensor]:
          f = torch.flatten(x, 0, 1)
          none = annotate(List[Tensor], [])
          held = annotate(List[Tensor], [])
          for v in range({HELD}):
            _h = torch.append(held, (self).words(w, none, v))
          gx = torch.zeros_like(f)
          each = annotate(List[Tensor], [])
          N = torch.size(positions, 0)
          for k in range(torch.floordiv(torch.add(N, {PART_LESS_1}), {PART})):
            start = torch.mul(k, {PART})
            end = torch.add(start, {PART})
            at = torch.slice(positions, 0, start, end, 1)
            t = torch.unsqueeze(torch.slice(targets, 0, start, end, 1), -1)
            hx = torch.requires_grad_(torch.index_select(f, 0, at), True)
            h = (self).norm(hx, w[{OUT_NORM}])
            q = torch.detach(h)
            y = torch.new_empty(q, [torch.size(q, 0), {VOCABULARY}], dtype=6)
            for v in range({SLICES}):
              s = (self).words(w, held, v)
              _y = torch.copy_(torch.slice(y, 1, torch.mul(v, {WORDS}), torch.mul(torch.add(v, 1), {WORDS}), 1), torch.linear(q, s))
            {CAP}
            p = torch.log_softmax(y, -1)
            _0 = torch.append(each, torch.neg(torch.squeeze(torch.gather(p, -1, t), -1)))
            _1 = torch.scatter_add_(torch.exp_(p), -1, t, torch.new_full(t, [torch.size(t, 0), 1], -1., dtype=6))
            {CAP_SLOPE}
            u = torch.zeros_like(q, dtype=6)
            for v in range({SLICES}):
              r = torch.slice(p, 1, torch.mul(v, {WORDS}), torch.mul(torch.add(v, 1), {WORDS}), 1)
              _u = torch.add_(u, torch.matmul(torch.to(r, {DT}), (self).words(w, held, v)))
            gh = torch.div(torch.to(u, {DT}), share)
            g = torch.grad([h], [hx], annotate(List[Optional[Tensor]], [gh]), None, False, False)
            _2 = torch.index_copy_(gx, 0, at, unchecked_cast(Tensor, g[0]))
          return (torch.cat(each, 0), torch.view(gx, torch.size(x)))
        def gradients(self: __torch__.Program, ids: Tensor, places: Tensor, mask: Tensor, positions: Tensor, targets: Tensor, share: Tensor, kept: Tensor, cos: Tensor, sin: Tensor, scale: Tensor, w: List[Tensor], ad: List[Tensor], acc: List[Tensor]) -> Tensor:
          s = float(scale)
          first = torch.sub({LAYERS}, int(kept))
          c = torch.embedding(cos, places)
          n = torch.embedding(sin, places)
          none = torch.slice(positions, 0, 0, 0, 1)
          x = (self).rows(w, ids)
          inputs = annotate(List[Tensor], [])
          outputs = annotate(List[List[Tensor]], [])
          all = annotate(List[List[Tensor]], [])
          for l in range({LAYERS}):
            keep = torch.ge(l, first)
            a = (self).leaves(ad, l, keep)
            if keep:
              i = torch.requires_grad_(torch.detach(x), True)
              parts = (self).block(i, c, n, mask, w, l, a, s, True)
              o = parts
              x = torch.detach(parts[4])
            else:
              i = x
              o = annotate(List[Tensor], [])
              x = (self).block(i, c, n, mask, w, l, a, s, False)[4]
            _0 = torch.append(inputs, i)
            _1 = torch.append(all, a)
            _2 = torch.append(outputs, o)
          each, gx, = (self).head(x, positions, targets, share, w)
          for k in range({LAYERS}):
            l = torch.sub({TOP}, k)
            if torch.ge(l, first):
              i = inputs[l]
              a = all[l]
              parts = outputs[l]
            else:
              i = torch.requires_grad_(torch.detach(inputs[l]), True)
              a = (self).leaves(ad, l, True)
              parts = (self).block(i, c, n, mask, w, l, a, s, True)
            _3 = torch._set_item(inputs, l, none)
            _4 = torch._set_item(outputs, l, annotate(List[Tensor], []))
            g = (self).back(i, parts, gx, mask, l, a)
            gx = unchecked_cast(Tensor, g[0])
            _5 = (self).collect(acc, l, g, 1)
          return each
        def update(self: __torch__.Program, numbers: Tensor, ad: List[Tensor], acc: List[Tensor], mean: List[Tensor], square: List[Tensor]) -> Tensor:
          clip = float(torch.select(numbers, 0, 2))
          p = (self).filled(ad)
          g = (self).filled(acc)
          norm = torch.linalg_vector_norm(torch.stack(torch._foreach_norm(g, 2)), 2)
          factor = torch.div(clip, torch.add(float(norm), 1e-06))
          if torch.__and__(torch.gt(clip, 0.), torch.lt(factor, 1.)):
            _0 = torch._foreach_mul_(g, factor)
          t = torch.select(numbers, 0, 1)
          steps = annotate(List[Tensor], [])
          for i in range(torch.len(p)):
            _1 = torch.append(steps, t)
          _2 = torch._fused_adamw_(p, g, (self).filled(mean), (self).filled(square), annotate(List[Tensor], []), steps, lr=float(torch.select(numbers, 0, 0)), beta1=0.9, beta2=0.999, weight_decay=float(torch.select(numbers, 0, 3)), eps=1e-08, amsgrad=False, maximize=False, grad_scale=None, found_inf=None)
          _3 = torch._foreach_zero_(g)
          return norm
      """;

  private GradientText() {}

  /** The methods, to be added to {@link TransformerText}'s. */
  static String of(ModelSpec spec, WeightForm form, HeadSlices slices) {
    WeightLayout layout = new WeightLayout(spec, form);
    int part = slices.positions();
    double cap = spec.traits().logitCap();
    return WindowText.fill(spec, TEXT)
        .replace("      {CAP}\n", cap == 0 ? "" : cap(cap))
        .replace("      {CAP_SLOPE}\n", cap == 0 ? "" : capSlope(cap))
        .replace("{WORDS}", Integer.toString(slices.words()))
        .replace("{SLICES}", Integer.toString(slices.count()))
        .replace("{HELD}", Integer.toString(slices.held() ? slices.count() : 0))
        .replace("{VOCABULARY}", Integer.toString(spec.vocabulary()))
        .replace("{PART}", Integer.toString(part))
        .replace("{PART_LESS_1}", Integer.toString(part - 1))
        .replace("{DT}", Integer.toString(form.compute.code))
        .replace("{HEAD}", Integer.toString(layout.head()))
        .replace("{OUT_NORM}", Integer.toString(layout.outputNorm()))
        .replace("{GLOBALS}", Integer.toString(layout.globals()))
        .replace("{PER_LAYER}", Integer.toString(layout.perLayer()))
        .replace("{LAYERS}", Integer.toString(spec.layers()))
        .replace("{TOP}", Integer.toString(spec.layers() - 1))
        .replace("{END}", TransformerText.END)
        .replace("{LISTED}", Integer.toString(2 * Projection.values().length));
  }

  private static String cap(double cap) {
    return "      y = torch.mul(torch.tanh(torch.div(y, %1$s)), %1$s)%n".formatted(cap);
  }

  private static String capSlope(double cap) {
    return "      p = torch.addcmul(p, p, torch.pow(torch.div(y, %s), 2), value=-1)%n"
        .formatted(cap);
  }
}
