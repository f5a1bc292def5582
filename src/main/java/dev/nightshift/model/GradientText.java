package dev.nightshift.model;

/**
 * The training step as TorchScript text: {@link LayerText}, {@link LowRankText}, {@link
 * AttentionText} and {@link HeadText}, and the two methods that are called.
 *
 * <p>The whole step runs inside one native call. Adapters are lists of A [rank, in] and B [out,
 * rank] for the seven projections of each layer, empty arrays where a projection is not adapted.
 * Gradients are written out, not recorded (but for the fused attention of long rows): what is kept
 * of the forward pass, and in which precision, is then what stands here.
 *
 * <ul>
 *   <li>{@code gradients}: adds the gradients of one batch to {@code acc}; returns the cross
 *       entropy of each answer token, in nats. The last {@code kept} layers keep what their
 *       backward pass needs. Of the others only the input is kept, and each is computed again when
 *       its turn comes (arXiv 1604.06174): the memory of one layer, for a third more work. All of
 *       it lies in a workspace that lasts for the run ({@code streams}: the residual stream before
 *       every layer and at the end, then after the attention of every slot; {@code activations}:
 *       slots as {@link LayerText} divides them): blocks of every batch's own size, taken and given
 *       back, would leave half as much memory again in holes.
 *   <li>{@code update}: one AdamW step (arXiv 1711.05101, as {@code torch.optim.AdamW} does it:
 *       decay first, bias correction on both moments) with clipping by the global norm (arXiv
 *       1211.5063); clears {@code acc}; returns the norm before clipping.
 * </ul>
 */
final class GradientText {
  private static final String TEXT =
      """
        def filled(self: __torch__.Program, ad: List[Tensor]) -> List[Tensor]:
          out = annotate(List[Tensor], [])
          for j in range(torch.len(ad)):
            if torch.gt(torch.numel(ad[j]), 0):
              _0 = torch.append(out, ad[j])
          return out
        def workspace(self: __torch__.Program, counts: Tensor) -> Tuple[Tensor, Tensor]:
          streams = torch.new_empty(counts, [int(torch.select(counts, 0, 0))], dtype=6)
          return (streams, torch.new_empty(counts, [int(torch.select(counts, 0, 1))], dtype={DT}))
        def wide(self: __torch__.Program, streams: Tensor, k: int, M: int) -> Tensor:
          n = torch.mul(M, {HIDDEN})
          return torch.view(torch.slice(streams, 0, torch.mul(k, n), torch.mul(torch.add(k, 1), n), 1), [M, {HIDDEN}])
        def slot(self: __torch__.Program, l: int, first: int) -> int:
          k = 0
          if torch.gt(first, 0):
            if torch.ge(l, first):
              k = torch.add(torch.sub(l, first), 1)
          else:
            k = l
          return k
        def gradients(self: __torch__.Program, ids: Tensor, places: Tensor, seen: Tensor, positions: Tensor, targets: Tensor, share: Tensor, kept: Tensor, cos: Tensor, sin: Tensor, scale: Tensor, streams: Tensor, activations: Tensor, w: List[Tensor], ad: List[Tensor], acc: List[Tensor]) -> Tensor:
          s = float(scale)
          first = torch.sub({LAYERS}, int(kept))
          c = torch.embedding(cos, places)
          n = torch.embedding(sin, places)
          T = torch.size(ids, 1)
          end = T
          mask = seen
          {NEAR}
          if torch.le(T, {WHOLE}):
            near = (self).bias(near, T)
            mask = (self).bias(mask, T)
          M = torch.numel(ids)
          x = (self).wide(streams, 0, M)
          _x = torch.copy_(x, torch.flatten((self).rows(w, ids), 0, 1))
          none = annotate(List[Tensor], [])
          outputs = annotate(List[List[Tensor]], [])
          lows = annotate(List[List[Tensor]], [])
          for l in range({LAYERS}):
            _l = torch.append(lows, (self).lows(ad, torch.mul(l, {LISTED})))
            k = (self).slot(l, first)
            parts = (self).layer((self).wide(streams, l, M), (self).wide(streams, torch.add(l, 1), M), (self).wide(streams, torch.add({AFTER}, k), M), (self).places(activations, k, M, T), T, {C}, {N}, {MASK}, w, torch.add({GLOBALS}, torch.mul(l, {PER_LAYER})), lows[l], s)
            if torch.ge(l, first):
              _1 = torch.append(outputs, parts)
            else:
              _2 = torch.append(outputs, none)
          each, gx, = (self).head((self).wide(streams, {LAYERS}, M), positions, targets, share, w)
          for b in range({LAYERS}):
            l = torch.sub({TOP}, b)
            i = torch.add({GLOBALS}, torch.mul(l, {PER_LAYER}))
            k = (self).slot(l, first)
            x = (self).wide(streams, l, M)
            y2 = (self).wide(streams, torch.add({AFTER}, k), M)
            room = (self).places(activations, k, M, T)
            parts = outputs[l]
            if torch.lt(l, first):
              parts = (self).layer(x, (self).wide(streams, torch.add(l, 1), M), y2, room, T, {C}, {N}, {MASK}, w, i, lows[l], s)
            _4 = torch._set_item(outputs, l, none)
            gx = (self).back(gx, x, y2, room, parts, T, {C}, {N}, {MASK}, w, i, lows[l], s, acc, torch.mul(l, {LISTED}))
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

  /** All methods. */
  static String of(ModelSpec spec, WeightForm form, HeadSlices slices) {
    String text =
        TransformerText.shared(spec, form)
            + LowRankText.of(spec)
            + LayerText.of(spec, form)
            + AttentionText.TEXT
            + HeadText.of(spec, slices)
            + WindowText.fill(spec, TEXT);
    return TransformerText.constants(spec, form, text)
        .replace("{WEIGHTS}", AttentionText.weights(form))
        .replace("{WHOLE}", Integer.toString(AttentionText.WHOLE))
        .replace("{AFTER}", Integer.toString(spec.layers() + 1))
        .replace("{HIDDEN}", Integer.toString(spec.hidden()))
        .replace("{TOP}", Integer.toString(spec.layers() - 1))
        .replace("{LISTED}", Integer.toString(2 * Projection.values().length));
  }
}
