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
 *       entropy of each answer token, in nats. With {@code keep} false only the input of every
 *       layer is kept and each layer is computed again when its turn comes (arXiv 1604.06174): the
 *       memory of one layer; with {@code keep} true everything is kept, which saves a third of the
 *       work.
 *   <li>{@code update}: one AdamW step (arXiv 1711.05101, as {@code torch.optim.AdamW} does it:
 *       decay first, bias correction on both moments) with clipping by the global norm (arXiv
 *       1211.5063); clears {@code acc}; returns the norm before clipping.
 * </ul>
 */
final class GradientText {
  private static final String TEXT =
      """
        def block(self: __torch__.Program, x: Tensor, c: Tensor, n: Tensor, w: List[Tensor], l: int, ad: List[Tensor], s: float) -> Tensor:
          i = torch.add({GLOBALS}, torch.mul(l, {PER_LAYER}))
          T = torch.size(x, 1)
          end = T
          mask = torch.slice(c, 0, 0, 0, 1)
          {NEAR}
          q, k, v, = (self).project(x, {C}, {N}, w, i, ad, 0, s)
          return (self).finish(x, (self).attend(q, k, v, {MASK}), w, i, ad, 0, s)
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
        def losses(self: __torch__.Program, x: Tensor, positions: Tensor, targets: Tensor, w: List[Tensor]) -> Tensor:
          chosen = torch.index_select(torch.flatten(x, 0, 1), 0, positions)
          p = torch.log_softmax((self).logits(torch.unsqueeze(chosen, 0), w), -1)
          return torch.neg(torch.squeeze(torch.gather(torch.squeeze(p, 0), -1, torch.unsqueeze(targets, -1)), -1))
        def gradients(self: __torch__.Program, ids: Tensor, positions: Tensor, targets: Tensor, share: Tensor, keep: Tensor, cos: Tensor, sin: Tensor, scale: Tensor, w: List[Tensor], ad: List[Tensor], acc: List[Tensor]) -> Tensor:
          s = float(scale)
          T = torch.size(ids, 1)
          c = torch.slice(cos, 0, 0, T, 1)
          n = torch.slice(sin, 0, 0, T, 1)
          kept = bool(keep)
          x = (self).rows(w, ids)
          inputs = annotate(List[Tensor], [])
          all = annotate(List[List[Tensor]], [])
          for l in range({LAYERS}):
            _0 = torch.append(inputs, x)
            a = (self).leaves(ad, l, kept)
            _1 = torch.append(all, a)
            x = (self).block(x, c, n, w, l, a, s)
          if kept:
            last = x
          else:
            last = torch.requires_grad_(torch.detach(x), True)
          each = (self).losses(last, positions, targets, w)
          loss = torch.div(torch.sum(each), share)
          if kept:
            wanted = annotate(List[Tensor], [])
            for l in range({LAYERS}):
              wanted = torch.add(wanted, (self).filled(all[l]))
            g = torch.grad([loss], wanted, None, None, False, False)
            at = 0
            for l in range({LAYERS}):
              at = (self).collect(acc, l, g, at)
          else:
            first = torch.grad([loss], [last], None, None, False, False)
            gx = unchecked_cast(Tensor, first[0])
            for k in range({LAYERS}):
              l = torch.sub({TOP}, k)
              xi = torch.requires_grad_(torch.detach(inputs[l]), True)
              a = (self).leaves(ad, l, True)
              y = (self).block(xi, c, n, w, l, a, s)
              gg = torch.grad([y], torch.add([xi], (self).filled(a)), annotate(List[Optional[Tensor]], [gx]), None, False, False)
              gx = unchecked_cast(Tensor, gg[0])
              _2 = (self).collect(acc, l, gg, 1)
          return torch.detach(each)
        def update(self: __torch__.Program, numbers: Tensor, ad: List[Tensor], acc: List[Tensor], mean: List[Tensor], square: List[Tensor]) -> Tensor:
          rate = float(torch.select(numbers, 0, 0))
          t = float(torch.select(numbers, 0, 1))
          clip = float(torch.select(numbers, 0, 2))
          decay = float(torch.select(numbers, 0, 3))
          total = torch.zeros([], dtype=6)
          for i in range(torch.len(acc)):
            total = torch.add(total, torch.sum(torch.pow(acc[i], 2)))
          norm = torch.sqrt(total)
          factor = 1.
          if torch.gt(clip, 0.):
            factor = torch.div(clip, torch.add(float(norm), 1e-06))
            if torch.gt(factor, 1.):
              factor = 1.
          c1 = torch.sub(1., torch.pow(0.9, t))
          c2 = torch.sqrt(torch.sub(1., torch.pow(0.999, t)))
          for i in range(torch.len(ad)):
            if torch.gt(torch.numel(ad[i]), 0):
              g = torch.mul_(acc[i], factor)
              _0 = torch.mul_(ad[i], torch.sub(1., torch.mul(rate, decay)))
              _1 = torch.add_(torch.mul_(mean[i], 0.9), g, alpha=0.1)
              _2 = torch.addcmul_(torch.mul_(square[i], 0.999), g, g, value=0.001)
              d = torch.add(torch.div(torch.sqrt(square[i]), c2), 1e-08)
              _3 = torch.addcdiv_(ad[i], mean[i], d, value=torch.neg(torch.div(rate, c1)))
              _4 = torch.zero_(acc[i])
          return norm
      """;

  private GradientText() {}

  /** The methods, to be added to {@link TransformerText}'s. */
  static String of(ModelSpec spec, WeightForm form) {
    WeightLayout layout = new WeightLayout(spec, form);
    return WindowText.fill(spec, TEXT)
        .replace("{GLOBALS}", Integer.toString(layout.globals()))
        .replace("{PER_LAYER}", Integer.toString(layout.perLayer()))
        .replace("{LAYERS}", Integer.toString(spec.layers()))
        .replace("{TOP}", Integer.toString(spec.layers() - 1))
        .replace("{LISTED}", Integer.toString(2 * Projection.values().length));
  }
}
