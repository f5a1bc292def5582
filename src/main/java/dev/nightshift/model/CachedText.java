package dev.nightshift.model;

/** The part of {@link TransformerText} that runs over a key/value cache. */
final class CachedText {
  // All layers over a key/value cache [layers, 2, batch, kvHeads, capacity, headDim], written from
  // slot on.
  static final String RUN =
      """
        def run(self: __torch__.Program, ids: Tensor, positions: Tensor, mask: Tensor, cos: Tensor, sin: Tensor, cache: Tensor, start: Tensor, w: List[Tensor], ad: List[Tensor], scale: Tensor) -> Tensor:
          s = float(scale)
          slot = int(start)
          T = torch.size(ids, 1)
          c = torch.embedding(cos, positions)
          n = torch.embedding(sin, positions)
          end = torch.add(slot, T)
          {NEAR}
          x = (self).rows(w, ids)
          for l in range({LAYERS}):
            i = torch.add({GLOBALS}, torch.mul(l, {PER_LAYER}))
            j = torch.mul(l, 14)
            q, k, v, = (self).project(x, {C}, {N}, w, i, ad, j, s)
            both = torch.select(cache, 0, l)
            keys = torch.select(both, 0, 0)
            values = torch.select(both, 0, 1)
            _0 = torch.copy_(torch.slice(keys, 2, slot, end, 1), k)
            _1 = torch.copy_(torch.slice(values, 2, slot, end, 1), v)
            at = (self).attend(q, torch.slice(keys, 2, 0, end, 1), torch.slice(values, 2, 0, end, 1), {MASK})
            x = (self).finish(x, at, w, i, ad, j, s)
          return x
      """;

  static final String STEP =
      """
        def cache(self: __torch__.Program, shape: Tensor) -> Tensor:
          return torch.to(shape, {DT})
        def step(self: __torch__.Program, ids: Tensor, positions: Tensor, mask: Tensor, cos: Tensor, sin: Tensor, cache: Tensor, start: Tensor, w: List[Tensor], ad: List[Tensor], scale: Tensor) -> Tensor:
          x = (self).run(ids, positions, mask, cos, sin, cache, start, w, ad, scale)
          return (self).logits(torch.select(x, 1, -1), w)
        def keep(self: __torch__.Program, cache: Tensor, rows: Tensor) -> Tensor:
          return torch.index_select(cache, 2, rows)
        def prefix(self: __torch__.Program, cache: Tensor, count: Tensor) -> Tensor:
          return torch.clone(torch.slice(cache, 4, 0, int(count), 1))
        def restore(self: __torch__.Program, cache: Tensor, prefix: Tensor, count: Tensor) -> Tensor:
          n = int(count)
          _0 = torch.copy_(torch.slice(cache, 4, 0, n, 1), torch.slice(prefix, 4, 0, n, 1))
          return count
        def choose(self: __torch__.Program, logits: Tensor) -> Tensor:
          best, index, = torch.max(logits, -1)
          return torch.stack([torch.to(index, 6), torch.sub(best, torch.logsumexp(logits, [-1]))], -1)
      """;

  // Log-probability of each given token after the last tokens of the input.
  static final String SCORE =
      """
        def score(self: __torch__.Program, targets: Tensor, ids: Tensor, positions: Tensor, mask: Tensor, cos: Tensor, sin: Tensor, cache: Tensor, start: Tensor, w: List[Tensor], ad: List[Tensor], scale: Tensor) -> Tensor:
          x = (self).run(ids, positions, mask, cos, sin, cache, start, w, ad, scale)
          T = torch.size(ids, 1)
          first = torch.sub(T, torch.size(targets, 1))
          p = torch.log_softmax((self).logits(torch.slice(x, 1, first, T, 1), w), -1)
          return torch.squeeze(torch.gather(p, -1, torch.unsqueeze(targets, -1)), -1)
      """;

  private CachedText() {}
}
