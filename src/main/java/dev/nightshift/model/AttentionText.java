package dev.nightshift.model;

/**
 * The part of {@link GradientText} that is attention, with its gradient. Up to {@link #WHOLE} keys
 * the products of all queries and keys are made at once, in float32, and their softmax is kept in
 * the computing type, in which values are weighed too. With more keys the fused kernel is used, and
 * the gradient that the library records for it.
 *
 * <p>{@code bias} makes of what may be seen (boolean [T, T], or nothing for causal attention) what
 * is added to the products of the query heads that share their keys, [group · T, T].
 */
final class AttentionText {
  /** Most keys of which all products with queries are made at once. */
  static final int WHOLE = 512;

  static final String TEXT =
      """
        def bias(self: __torch__.Program, mask: Tensor, T: int) -> Tensor:
          if torch.gt(torch.numel(mask), 0):
            m = mask
          else:
            m = torch.tril(torch.new_ones(mask, [T, T], dtype=11), 0)
          return torch.repeat(torch.masked_fill(torch.new_zeros(m, [T, T], dtype=6), torch.logical_not(m), -3.0e+38), [{GROUP}, 1])
        def grouped(self: __torch__.Program, q: Tensor) -> Tensor:
          return torch.view(q, [-1, torch.mul(torch.size(q, 2), {GROUP}), {HD}])
        def spread(self: __torch__.Program, k: Tensor) -> Tensor:
          B = torch.size(k, 0)
          S = torch.size(k, 2)
          return torch.reshape(torch.expand(torch.unsqueeze(k, 2), [B, {KV}, {GROUP}, S, {HD}]), [B, {HEADS}, S, {HD}])
        def fused(self: __torch__.Program, q: Tensor, k: Tensor, v: Tensor, mask: Tensor) -> Tensor:
          if torch.gt(torch.numel(mask), 0):
            m = torch.scaled_dot_product_attention(q, (self).spread(k), (self).spread(v), mask, 0., False, scale={SCALE}, enable_gqa=False)
          else:
            m = torch.scaled_dot_product_attention(q, (self).spread(k), (self).spread(v), None, 0., True, scale={SCALE}, enable_gqa=False)
          return m
        def attended(self: __torch__.Program, q: Tensor, k: Tensor, v: Tensor, mask: Tensor, p: Tensor, at: Tensor) -> int:
          T = torch.size(q, 2)
          if torch.le(T, {WHOLE}):
            a = torch.baddbmm(mask, (self).grouped(torch.to(q, 6)), torch.transpose(torch.flatten(torch.to(k, 6), 0, 1), 1, 2), beta=1, alpha={FACTOR})
            _0 = torch.copy_(p, torch.softmax(a, -1))
            m = torch.view(torch.bmm(p, torch.flatten(v, 0, 1)), torch.size(q))
          else:
            m = (self).fused(q, k, v, mask)
          _1 = torch.copy_(torch.view(at, [-1, T, {HEADS}, {HD}]), torch.transpose(m, 1, 2))
          return T
        def unattended(self: __torch__.Program, g: Tensor, q: Tensor, k: Tensor, v: Tensor, p: Tensor, mask: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
          T = torch.size(q, 2)
          gm = torch.transpose(torch.view(g, [-1, T, {HEADS}, {HD}]), 1, 2)
          if torch.le(T, {WHOLE}):
            go = (self).grouped(torch.contiguous(gm))
            gv = torch.view(torch.bmm(torch.transpose(p, 1, 2), go), torch.size(v))
            gp = torch.to(torch.bmm(go, torch.transpose(torch.flatten(v, 0, 1), 1, 2)), 6)
            ga = torch.to(torch.mul_(torch._softmax_backward_data(gp, {WEIGHTS}, -1, 6), {FACTOR}), {DT})
            gq = torch.view(torch.bmm(ga, torch.flatten(k, 0, 1)), torch.size(q))
            gk = torch.view(torch.bmm(torch.transpose(ga, 1, 2), (self).grouped(q)), torch.size(k))
          else:
            x = [torch.requires_grad_(torch.detach(q), True), torch.requires_grad_(torch.detach(k), True), torch.requires_grad_(torch.detach(v), True)]
            m = (self).fused(x[0], x[1], x[2], mask)
            gs = torch.grad([m], x, annotate(List[Optional[Tensor]], [gm]), None, False, False)
            gq = unchecked_cast(Tensor, gs[0])
            gk = unchecked_cast(Tensor, gs[1])
            gv = unchecked_cast(Tensor, gs[2])
          return (gq, gk, gv)
      """
          .replace("{WHOLE}", Integer.toString(WHOLE));

  private AttentionText() {}

  /**
   * The weights that the softmax's gradient is made of. Rounded ones do not add up to one, and a
   * row's gradient would not add up to nothing: where one weight is nearly all, the error is larger
   * than the number.
   */
  static String weights(WeightForm form) {
    return form.compute == WeightForm.FLOAT32.compute
        ? "torch.to(p, 6)"
        : "torch.div(torch.to(p, 6), torch.sum(p, [-1], True, dtype=6))";
  }
}
