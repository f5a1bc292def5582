package dev.nightshift.kernel;

import dev.nightshift.model.ModelSpec;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Pages for the keys and values of sequences, used again when nobody holds them any more.
 *
 * <p>Without that each answer leaves tens of megabytes that have outlived several young
 * collections, and a heap that is collected by generations grows to its limit before anybody looks
 * at the old one: a server of a 98 MB model came to 3 GB. For one thread.
 */
public final class KeyValuePages {
  /** A page of all layers; what is in it is from whoever had it before. */
  static final class Page {
    final float[][] layers;
    private int holders = 1;

    private Page(float[][] layers) {
      this.layers = layers;
    }

    /** One more holds it. */
    Page held() {
      holders++;
      return this;
    }
  }

  private final int layers;
  private final int kvHeads;
  private final int headDim;
  private final int mostFree;
  private final Deque<Page> free = new ArrayDeque<>();

  /**
   * Pages for a model.
   *
   * @param mostFree pages that are kept while nobody holds them
   */
  public KeyValuePages(ModelSpec spec, int mostFree) {
    this.layers = spec.layers();
    this.kvHeads = spec.kvHeads();
    this.headDim = spec.headDim();
    this.mostFree = mostFree;
  }

  int kvHeads() {
    return kvHeads;
  }

  int headDim() {
    return headDim;
  }

  /** Pages that wait to be used again. */
  public int free() {
    return free.size();
  }

  /** Lets go of pages that wait, so that the collector has them. */
  public void clear() {
    free.clear();
  }

  Page take() {
    Page page = free.poll();
    if (page == null) {
      return new Page(new float[layers][2 * KeyValueCache.PAGE * kvHeads * headDim]);
    }
    page.holders = 1;
    return page;
  }

  Page copy(Page page) {
    Page copy = take();
    for (int layer = 0; layer < layers; layer++) {
      System.arraycopy(page.layers[layer], 0, copy.layers[layer], 0, page.layers[layer].length);
    }
    return copy;
  }

  void giveBack(Page page) {
    page.holders--;
    if (page.holders == 0 && free.size() < mostFree) {
      free.push(page);
    }
  }
}
