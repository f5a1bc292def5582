package dev.nightshift.kernel;

import dev.nightshift.model.ModelSpec;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/** Grouped-query attention (arXiv 2305.13245) of single queries over the pages of a sequence. */
final class Attention {
  private static final int PAGE = KeyValueCache.PAGE;
  private static final ThreadLocal<float[]> SCORES = ThreadLocal.withInitial(() -> new float[0]);

  private final int headDim;
  private final int group;
  private final float scale;

  Attention(ModelSpec spec) {
    this.headDim = spec.headDim();
    this.group = spec.heads() / spec.kvHeads();
    double wanted = spec.traits().attentionScale();
    this.scale = (float) (wanted == 0 ? 1 / Math.sqrt(headDim) : wanted);
  }

  /**
   * Attends with all query heads of one key head.
   *
   * @param first the first token that is seen
   * @param end the first that is not seen any more
   * @param q queries of all heads, the token's from {@code at} on
   * @param out where the token's heads go, from {@code at} on
   */
  void attend(
      KeyValueCache known,
      int layer,
      int kvHead,
      int first,
      int end,
      float[] q,
      float[] out,
      int at) {
    int pages = (end + PAGE - 1) / PAGE;
    float[] scores = SCORES.get();
    if (scores.length < pages * PAGE) {
      scores = new float[2 * pages * PAGE];
      SCORES.set(scores);
    }
    for (int i = 0; i < group; i++) {
      int head = at + (kvHead * group + i) * headDim;
      for (int page = first / PAGE; page < pages; page++) {
        scores(q, head, known.page(layer, page), known.keys(kvHead), scores, page * PAGE);
      }
      float max = Elementwise.max(scores, first, end - first);
      float total = Elementwise.exponentials(scores, first, end - first, max, scale);
      sumValues(known, layer, kvHead, first, end, scores, out, head);
      Elementwise.scale(out, head, headDim, 1 / total);
    }
  }

  /** Products of a query with all keys of a page. */
  private void scores(float[] q, int head, float[] page, int keys, float[] out, int to) {
    for (int first = 0; first < PAGE; first += 4 * Lanes.COUNT) {
      FloatVector a = FloatVector.zero(Lanes.FLOATS);
      FloatVector b = a;
      FloatVector c = a;
      FloatVector d = a;
      int at = keys + first;
      for (int i = 0; i < headDim; i++) {
        FloatVector x = Lanes.all(q[head + i]);
        a = Lanes.load(page, at).fma(x, a);
        b = Lanes.load(page, at + Lanes.COUNT).fma(x, b);
        c = Lanes.load(page, at + 2 * Lanes.COUNT).fma(x, c);
        d = Lanes.load(page, at + 3 * Lanes.COUNT).fma(x, d);
        at += PAGE;
      }
      a.intoArray(out, to + first);
      b.intoArray(out, to + first + Lanes.COUNT);
      c.intoArray(out, to + first + 2 * Lanes.COUNT);
      d.intoArray(out, to + first + 3 * Lanes.COUNT);
    }
  }

  private void sumValues(
      KeyValueCache known,
      int layer,
      int kvHead,
      int first,
      int end,
      float[] weights,
      float[] out,
      int head) {
    Arrays.fill(out, head, head + headDim, 0);
    for (int from = first; from < end; ) {
      int slot = from % PAGE;
      int count = Math.min(PAGE - slot, end - from);
      float[] page = known.page(layer, from / PAGE);
      sumPage(page, known.values(kvHead) + slot * headDim, weights, from, count, out, head);
      from += count;
    }
  }

  /** Adds some tokens' values, by their weights. */
  private void sumPage(
      float[] page, int values, float[] weights, int from, int count, float[] out, int head) {
    int dim = 0;
    for (; dim <= headDim - 4 * Lanes.COUNT; dim += 4 * Lanes.COUNT) {
      fourLanes(weights, from, page, values + dim, count, out, head + dim);
    }
    for (; dim <= headDim - Lanes.COUNT; dim += Lanes.COUNT) {
      FloatVector sum = Lanes.load(out, head + dim);
      for (int t = 0; t < count; t++) {
        sum = Lanes.load(page, values + dim + t * headDim).fma(Lanes.all(weights[from + t]), sum);
      }
      sum.intoArray(out, head + dim);
    }
    for (; dim < headDim; dim++) {
      float sum = out[head + dim];
      for (int t = 0; t < count; t++) {
        sum = Math.fma(weights[from + t], page[values + dim + t * headDim], sum);
      }
      out[head + dim] = sum;
    }
  }

  private void fourLanes(
      float[] weights, int from, float[] page, int values, int count, float[] out, int to) {
    FloatVector a = Lanes.load(out, to);
    FloatVector b = Lanes.load(out, to + Lanes.COUNT);
    FloatVector c = Lanes.load(out, to + 2 * Lanes.COUNT);
    FloatVector d = Lanes.load(out, to + 3 * Lanes.COUNT);
    for (int t = 0; t < count; t++) {
      FloatVector weight = Lanes.all(weights[from + t]);
      int at = values + t * headDim;
      a = Lanes.load(page, at).fma(weight, a);
      b = Lanes.load(page, at + Lanes.COUNT).fma(weight, b);
      c = Lanes.load(page, at + 2 * Lanes.COUNT).fma(weight, c);
      d = Lanes.load(page, at + 3 * Lanes.COUNT).fma(weight, d);
    }
    a.intoArray(out, to);
    b.intoArray(out, to + Lanes.COUNT);
    c.intoArray(out, to + 2 * Lanes.COUNT);
    d.intoArray(out, to + 3 * Lanes.COUNT);
  }
}
