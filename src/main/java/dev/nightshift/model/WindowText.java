package dev.nightshift.model;

/**
 * The places in the programs' text where layers with a sliding window differ from those without:
 * {@code {C}} and {@code {N}} are the cosines and sines of layer {@code l}, {@code {MASK}} is what
 * it may see, and {@code {NEAR}} prepares that from {@code mask}, T new tokens and {@code end} of
 * all.
 */
final class WindowText {
  private static final String METHODS =
      """
        def near(self: __torch__.Program, mask: Tensor, T: int, S: int) -> Tensor:
          if torch.le(S, {WINDOW}):
            m = mask
          else:
            if torch.gt(torch.numel(mask), 0):
              seen = torch.cumsum(mask, -1)
              last = torch.sub(torch.slice(seen, -1, -1, {END}, 1), {WINDOW})
              m = torch.logical_and(mask, torch.gt(seen, last))
            else:
              k = torch.cumsum(torch.new_ones(mask, [S], dtype=4), 0)
              q = torch.unsqueeze(torch.slice(k, 0, torch.sub(S, T), S, 1), 1)
              m = torch.logical_and(torch.le(k, q), torch.gt(k, torch.sub(q, {WINDOW})))
          return m
        def sight(self: __torch__.Program, mask: Tensor, near: Tensor, l: int) -> Tensor:
          if torch.eq(torch.remainder(torch.add(l, 1), {PERIOD}), 0):
            m = mask
          else:
            m = near
          return m
        def turn(self: __torch__.Program, c: Tensor, l: int) -> Tensor:
          if torch.eq(torch.remainder(torch.add(l, 1), {PERIOD}), 0):
            t = torch.slice(c, -1, 0, {HALF}, 1)
          else:
            t = torch.slice(c, -1, {HALF}, {END}, 1)
          return t
      """;

  private WindowText() {}

  /** The methods that {@link #fill} refers to. */
  static String methods(ModelSpec spec) {
    ModelTraits.Window window = spec.traits().window();
    return window.any()
        ? METHODS
            .replace("{WINDOW}", Integer.toString(window.tokens()))
            .replace("{PERIOD}", Integer.toString(window.period()))
            .replace("{HALF}", Integer.toString(spec.ropeDimensions() / 2))
            .replace("{END}", TransformerText.END)
        : "";
  }

  static String fill(ModelSpec spec, String text) {
    boolean any = spec.traits().window().any();
    return text.replace("{C}", any ? "(self).turn(c, l)" : "c")
        .replace("{N}", any ? "(self).turn(n, l)" : "n")
        .replace("{MASK}", any ? "(self).sight(mask, near, l)" : "mask")
        .replace("{NEAR}", any ? "near = (self).near(mask, T, end)" : "near = mask");
  }
}
