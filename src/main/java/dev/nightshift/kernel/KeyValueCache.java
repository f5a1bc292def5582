package dev.nightshift.kernel;

import dev.nightshift.model.ModelSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Keys and values of one sequence, in pages of {@value #TOKENS_OF_PAGE} tokens that are made when
 * they are needed. Full pages never change, so sequences with the same beginning share them.
 *
 * <p>Pages come from a {@link KeyValuePages} and go back there when nobody holds them any more
 * ({@link #release}). A cache that is let go without that keeps its pages from being used again;
 * the collector takes them.
 *
 * <p>A page of one layer holds for each key head its keys [headDim, PAGE], then for each its values
 * [PAGE, headDim]: so both the products with keys and the sums of values run along the arrays.
 */
public final class KeyValueCache {
  /** Tokens of a page. */
  public static final int TOKENS_OF_PAGE = 64;

  static final int PAGE = TOKENS_OF_PAGE;

  private final KeyValuePages source;
  private final int kvHeads;
  private final int headDim;

  /** In order. */
  private final List<KeyValuePages.Page> pages = new ArrayList<>();

  private int length;

  /** An empty sequence with pages of its own. */
  public KeyValueCache(ModelSpec spec) {
    this(new KeyValuePages(spec, 0));
  }

  /** An empty sequence with pages from there. */
  public KeyValueCache(KeyValuePages source) {
    this.source = source;
    this.kvHeads = source.kvHeads();
    this.headDim = source.headDim();
  }

  /** Pages that so many tokens take. */
  public static int pages(int tokens) {
    return Math.ceilDiv(tokens, PAGE);
  }

  /** Bytes of a page's numbers: keys and values of all layers. */
  public static long pageBytes(ModelSpec spec) {
    return 2L * PAGE * spec.layers() * spec.kvWidth() * Float.BYTES;
  }

  /** Pages that are held now, shared ones included. */
  public int pages() {
    return pages.size();
  }

  /** Tokens whose keys and values are there. */
  public int length() {
    return length;
  }

  /**
   * A sequence that begins with this one's first tokens; later changes of one are not seen by the
   * other.
   *
   * @param count tokens to take, at most {@link #length}
   */
  public KeyValueCache prefix(int count) {
    if (count < 0 || count > length) {
      throw new IllegalArgumentException(count + " of " + length + " tokens were asked for");
    }
    KeyValueCache prefix = new KeyValueCache(source);
    for (int page = 0; page * PAGE < count; page++) {
      boolean full = (page + 1) * PAGE <= count;
      prefix.pages.add(full ? pages.get(page).held() : source.copy(pages.get(page)));
    }
    prefix.length = count;
    return prefix;
  }

  /**
   * Gives the pages back; the sequence is empty then. Only when nothing is computed with it any
   * more: somebody else's numbers come into them.
   */
  public void release() {
    pages.forEach(source::giveBack);
    pages.clear();
    length = 0;
  }

  /** Makes room for further tokens; their keys and values are put in, then {@link #grown}. */
  void reserve(int tokens) {
    while (pages.size() * PAGE < length + tokens) {
      pages.add(source.take());
    }
  }

  /** The tokens put after {@link #reserve} are there now. */
  void grown(int tokens) {
    length += tokens;
  }

  /** Puts one token's keys and values, both [kvHeads, headDim]. */
  void put(int layer, int position, float[] k, int kAt, float[] v, int vAt) {
    float[] page = page(layer, position / PAGE);
    int slot = position % PAGE;
    for (int i = 0; i < kvHeads * headDim; i++) {
      page[i * PAGE + slot] = k[kAt + i];
    }
    for (int head = 0; head < kvHeads; head++) {
      System.arraycopy(v, vAt + head * headDim, page, values(head) + slot * headDim, headDim);
    }
  }

  float[] page(int layer, int page) {
    return pages.get(page).layers[layer];
  }

  /** Where a head's keys [headDim, PAGE] begin in a page. */
  int keys(int head) {
    return head * headDim * PAGE;
  }

  /** Where a head's values [PAGE, headDim] begin in a page. */
  int values(int head) {
    return (kvHeads + head) * headDim * PAGE;
  }
}
