package dev.nightshift.model;

import java.util.List;

/**
 * The part of {@link GradientText} that multiplies: projections that share their input are one
 * product with the frozen weights and one with the As of their adapters, which stand below each
 * other; the Bs are multiplied one by one, for a block diagonal of them is mostly zeros.
 *
 * <ul>
 *   <li>{@code lows}: the adapters of a layer in the computing type, the Bs of the seven
 *       projections, then the As of {@link Projection#GROUPS}.
 *   <li>{@code apply}N, for each group: writes y = W f + B u and returns u = s A f. The small term
 *       stands first and the large product is added to it, which rounds their exact sum once. The
 *       other way round, onto a product that is rounded already, a term below half of bfloat16's
 *       last place (1/512 of the product) is lost.
 *   <li>{@code pull}N: from the gradient by y that by f; those of A and B are added to the
 *       accumulators.
 * </ul>
 */
final class LowRankText {
  private static final String APPLY =
      """
        def apply{G}(self: __torch__.Program, f: Tensor, W: Tensor, y: Tensor, low: List[Tensor], s: float) -> Tensor:
          a = low[{A}]
          if torch.gt(torch.numel(a), 0):
            u = torch.mul_(torch.linear(f, a), s)
            r = 0
      {MEMBERS}
            _w = torch.addmm_(y, f, torch.t(W), beta=1, alpha=1)
          else:
            u = a
            _v = torch.mm(f, torch.t(W), out=y)
          return u
      """;

  private static final String APPLY_MEMBER =
      """
            b = low[{B}]
            e = torch.add(r, torch.size(b, -1))
            t = torch.slice(y, 1, {FROM}, {TO}, 1)
            if torch.gt(e, r):
              _y = torch.mm(torch.slice(u, 1, r, e, 1), torch.t(b), out=t)
            else:
              _z = torch.zero_(t)
            r = e
      """;

  private static final String PULL =
      """
        def pull{G}(self: __torch__.Program, g: Tensor, f: Tensor, u: Tensor, W: Tensor, low: List[Tensor], s: float, acc: List[Tensor], j: int) -> Tensor:
          a = low[{A}]
          if torch.gt(torch.numel(a), 0):
            gu = torch.empty_like(u)
            r = 0
      {BS}
            _s = torch.mul_(gu, s)
            ga = torch.mm(torch.t(gu), f)
            r = 0
      {AS}
            gf = torch.mm(gu, a)
            _w = torch.addmm_(gf, g, W, beta=1, alpha=1)
          else:
            gf = torch.mm(g, W)
          return gf
      """;

  private static final String PULL_B =
      """
            b = low[{B}]
            e = torch.add(r, torch.size(b, -1))
            if torch.gt(e, r):
              t = torch.slice(g, 1, {FROM}, {TO}, 1)
              _g = torch.mm(t, b, out=torch.slice(gu, 1, r, e, 1))
              _b = torch.add_(acc[torch.add(j, {ACC_B})], torch.t(torch.mm(torch.t(torch.slice(u, 1, r, e, 1)), t)))
            r = e
      """;

  private static final String PULL_A =
      """
            e = torch.add(r, torch.size(low[{B}], -1))
            if torch.gt(e, r):
              _a = torch.add_(acc[torch.add(j, {ACC_A})], torch.slice(ga, 0, r, e, 1))
            r = e
      """;

  private final ModelSpec spec;

  private LowRankText(ModelSpec spec) {
    this.spec = spec;
  }

  static String of(ModelSpec spec) {
    LowRankText text = new LowRankText(spec);
    StringBuilder all = new StringBuilder(lows());
    for (int group = 0; group < Projection.GROUPS.size(); group++) {
      all.append(text.group(group));
    }
    return all.toString();
  }

  private static String lows() {
    StringBuilder text =
        new StringBuilder("  def lows(self: __torch__.Program, ad: List[Tensor], j: int)")
            .append(" -> List[Tensor]:\n    out = annotate(List[Tensor], [])\n");
    for (Projection p : Projection.values()) {
      text.append("    _b = torch.append(out, torch.to(%s, {DT}))%n".formatted(listed(p, 1)));
    }
    for (List<Projection> members : Projection.GROUPS) {
      List<String> names = members.stream().map(p -> listed(p, 0)).toList();
      text.append(
          "    _a = torch.append(out, torch.to(torch.cat([%s], 0), {DT}))%n"
              .formatted(String.join(", ", names)));
    }
    return text.append("    return out\n").toString();
  }

  private static String listed(Projection projection, int half) {
    return "ad[torch.add(j, %d)]".formatted(2 * projection.place + half);
  }

  private String group(int group) {
    StringBuilder apply = new StringBuilder();
    StringBuilder bs = new StringBuilder();
    StringBuilder as = new StringBuilder();
    int row = 0;
    for (Projection p : Projection.GROUPS.get(group)) {
      int end = row + p.outputs(spec);
      apply.append(member(APPLY_MEMBER, p, row, end));
      bs.append(member(PULL_B, p, row, end));
      as.append(member(PULL_A, p, row, end));
      row = end;
    }
    return (APPLY + PULL)
        .replace("{MEMBERS}\n", apply)
        .replace("{BS}\n", bs)
        .replace("{AS}\n", as)
        .replace("{G}", Integer.toString(group))
        .replace("{A}", Integer.toString(Projection.values().length + group));
  }

  private static String member(String text, Projection projection, int row, int end) {
    return text.replace("{B}", Integer.toString(projection.place))
        .replace("{FROM}", Integer.toString(row))
        .replace("{TO}", Integer.toString(end))
        .replace("{ACC_A}", Integer.toString(2 * projection.place))
        .replace("{ACC_B}", Integer.toString(2 * projection.place + 1));
  }
}
