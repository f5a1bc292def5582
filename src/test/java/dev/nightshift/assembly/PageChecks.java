package dev.nightshift.assembly;

/** What a browser can tell of a page that people read with their eyes, ears or fingers. */
final class PageChecks {
  private PageChecks() {}

  /** Names fields and buttons that have no name for those who do not see them. */
  static final String UNLABELLED =
      """
      () => [...document.querySelectorAll("input, select, textarea, button, a, svg")]
        .filter(e => e.type !== "hidden" && e.getAttribute("aria-hidden") !== "true")
        .filter(e => !(e.labels && e.labels.length) && !e.getAttribute("aria-label")
            && !e.textContent.trim())
        .map(e => e.outerHTML.slice(0, 80)).join("\\n")
      """;

  /**
   * Names texts that stand out less from what is behind them than WCAG 2.2 asks for (criterion
   * 1.4.3: a ratio of relative luminances of 4.5, for large text 3).
   */
  static final String PALE =
      """
      () => {
        const numbers = c => (c.match(/[\\d.]+/g) || []).map(Number);
        const part = v => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; };
        const light = c => 0.2126 * part(c[0]) + 0.7152 * part(c[1]) + 0.0722 * part(c[2]);
        const behind = e => {
          for (; e; e = e.parentElement) {
            const c = numbers(getComputedStyle(e).backgroundColor);
            if (c.length === 3 || c[3] > 0) { return c; }
          }
          return [255, 255, 255];
        };
        const pale = [];
        for (const e of document.querySelectorAll("body *")) {
          const own = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
          if (!own || !e.getClientRects().length || e.closest("option, title")) { continue; }
          const style = getComputedStyle(e);
          const drawn = e.closest("svg") ? style.fill : style.color;
          const [a, b] = [light(numbers(drawn)), light(behind(e))].sort((x, y) => y - x);
          const size = parseFloat(style.fontSize);
          const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
          if ((a + 0.05) / (b + 0.05) < (large ? 3 : 4.5)) {
            pale.push(e.tagName + " " + e.className + ": " + e.textContent.trim().slice(0, 40));
          }
        }
        return pale.join("\\n");
      }
      """;
}
