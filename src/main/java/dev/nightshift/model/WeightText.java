package dev.nightshift.model;

/**
 * The part of {@link TransformerText} that reads weights: {@code weight}, one matrix [out, in] in
 * the computing type, {@code part}, some of its rows, {@code stored}, rows of the embedding in
 * float32, and where they are quantised {@code group}, several matrices below each other.
 */
final class WeightText {
  static final String DENSE =
      """
        def weight(self: __torch__.Program, w: List[Tensor], i: int) -> Tensor:
          return w[i]
        def part(self: __torch__.Program, w: List[Tensor], i: int, a: int, z: int) -> Tensor:
          return torch.slice(w[i], 0, a, z, 1)
        def stored(self: __torch__.Program, w: List[Tensor], ids: Tensor) -> Tensor:
          return torch.to(torch.embedding(w[0], ids), 6)
      """;

  // Codes to numbers, the transposed matrix [in, out], at most 2^18 at a time: what is between
  // codes
  // and numbers stays in the cache. Codes are [groups, size, out], or two a byte [groups, 1, size /
  // 2, out], the first half of a group in the low halves of the bytes; scales [groups, 1, out].
  static final String QUANTISED =
      """
        def room(self: __torch__.Program, c: Tensor, type: int) -> Tensor:
          rows = torch.mul(torch.size(c, 0), torch.size(c, -2))
          if torch.eq(torch.dim(c), 4):
            rows = torch.mul(rows, 2)
          return torch.new_empty(c, [rows, torch.size(c, -1)], dtype=type)
        def expand(self: __torch__.Program, c: Tensor, scale: Tensor, offset: Tensor, to: Tensor) -> Tensor:
          two = torch.eq(torch.dim(c), 4)
          G = torch.size(c, 0)
          n = torch.size(c, -1)
          size = torch.floordiv(torch.size(to, 0), G)
          step = torch.add(torch.floordiv(262144, torch.mul(size, n)), 1)
          for k in range(torch.floordiv(torch.add(G, torch.sub(step, 1)), step)):
            a = torch.mul(k, step)
            z = torch.add(a, step)
            p = torch.slice(c, 0, a, z, 1)
            if two:
              q = torch.squeeze(p, 1)
              u = torch.cat([torch.bitwise_and(q, 15), torch.bitwise_right_shift(q, 4)], 1)
            else:
              u = p
            f = torch.addcmul(torch.to(torch.slice(offset, 0, a, z, 1), 6), torch.to(u, 6), torch.to(torch.slice(scale, 0, a, z, 1), 6))
            _0 = torch.copy_(torch.slice(to, 0, torch.mul(a, size), torch.mul(z, size), 1), torch.flatten(f, 0, 1))
          return to
        def weight(self: __torch__.Program, w: List[Tensor], i: int) -> Tensor:
          c = w[i]
          if torch.eq(torch.dim(c), 2):
            d = torch.to(c, {DT})
          else:
            d = torch.t((self).expand(c, w[torch.add(i, 1)], w[torch.add(i, 2)], (self).room(c, {DT})))
          return d
        def group(self: __torch__.Program, w: List[Tensor], i: int, places: List[int], outputs: int, inputs: int) -> Tensor:
          to = torch.new_empty(w[torch.add(i, places[0])], [inputs, outputs], dtype={DT})
          a = 0
          for k in range(torch.len(places)):
            p = torch.add(i, places[k])
            c = w[p]
            z = torch.add(a, torch.size(c, -1))
            if torch.eq(torch.dim(c), 2):
              z = torch.add(a, torch.size(c, 0))
              _0 = torch.copy_(torch.slice(to, 1, a, z, 1), torch.t(c))
            else:
              _1 = (self).expand(c, w[torch.add(p, 1)], w[torch.add(p, 2)], torch.slice(to, 1, a, z, 1))
            a = z
          return torch.t(to)
        def part(self: __torch__.Program, w: List[Tensor], i: int, a: int, z: int) -> Tensor:
          c = w[i]
          if torch.eq(torch.dim(c), 2):
            d = torch.to(torch.slice(c, 0, a, z, 1), {DT})
          else:
            k = torch.slice(c, -1, a, z, 1)
            d = torch.t((self).expand(k, torch.slice(w[torch.add(i, 1)], -1, a, z, 1), torch.slice(w[torch.add(i, 2)], -1, a, z, 1), (self).room(k, {DT})))
          return d
        def stored(self: __torch__.Program, w: List[Tensor], ids: Tensor) -> Tensor:
          f = torch.flatten(ids)
          c = w[0]
          if torch.eq(torch.dim(c), 2):
            d = torch.to(torch.index_select(c, 0, f), 6)
          else:
            k = torch.index_select(c, -1, f)
            d = torch.t((self).expand(k, torch.index_select(w[1], -1, f), torch.index_select(w[2], -1, f), (self).room(k, 6)))
          return torch.reshape(d, [torch.size(ids, 0), torch.size(ids, 1), -1])
      """;

  private WeightText() {}
}
