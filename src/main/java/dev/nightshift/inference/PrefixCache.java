package dev.nightshift.inference;

import dev.nightshift.kernel.KeyValueCache;
import dev.nightshift.kernel.KeyValuePages;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;

/**
 * Keys and values of the last prompts: what a new prompt begins with, most often the template's
 * system turn, is not computed again. They depend on the adapter, so each has its own. For the
 * computing thread only.
 */
final class PrefixCache {
  private static final int KEPT = 4;
  private static final int SHORTEST = 8;
  private static final int LONGEST = 1024;

  @SuppressWarnings("ArrayRecordComponent")
  private record Entry(String adapter, int[] prompt, KeyValueCache known) {
    int common(int[] other) {
      int mismatch = Arrays.mismatch(prompt, other);
      return mismatch < 0 ? prompt.length : mismatch;
    }
  }

  private final KeyValuePages pages;

  /** The one used last comes first. */
  private final Deque<Entry> entries = new ArrayDeque<>();

  /** Remembers in pages from there. */
  PrefixCache(KeyValuePages pages) {
    this.pages = pages;
  }

  /**
   * What is known of a prompt, without its last token, which must always be run.
   *
   * @param adapter the adapter's digest, empty for the base
   */
  KeyValueCache of(int[] prompt, String adapter) {
    for (Iterator<Entry> all = entries.iterator(); all.hasNext(); ) {
      Entry entry = all.next();
      int known = Math.min(entry.common(prompt), prompt.length - 1);
      if (entry.adapter().equals(adapter) && known >= SHORTEST) {
        all.remove();
        entries.addFirst(entry);
        return entry.known().prefix(known);
      }
    }
    return new KeyValueCache(pages);
  }

  /**
   * Remembers a prompt that has been run, in place of the adapter's last one.
   *
   * @param most pages that all prompts may take; without room this one is not remembered
   */
  void keep(int[] prompt, KeyValueCache known, String adapter, int most) {
    int count = Math.min(prompt.length, LONGEST);
    int needed = KeyValueCache.pages(count);
    if (needed <= most) {
      forget(adapter);
      shrink(most - needed);
      entries.addFirst(new Entry(adapter, Arrays.copyOf(prompt, count), known.prefix(count)));
      if (entries.size() > KEPT) {
        forgetLast();
      }
    }
  }

  private void forget(String adapter) {
    for (Iterator<Entry> all = entries.iterator(); all.hasNext(); ) {
      Entry entry = all.next();
      if (entry.adapter().equals(adapter)) {
        all.remove();
        entry.known().release();
      }
    }
  }

  private void forgetLast() {
    entries.removeLast().known().release();
  }

  /** Lets go of everything that nobody computes with. */
  void clear() {
    shrink(0);
    pages.clear();
  }

  /** Forgets prompts, those first that were not used for longest, until that many pages do. */
  void shrink(int most) {
    while (pages() > most) {
      forgetLast();
    }
  }

  /** Pages of all prompts, those included that requests hold too. */
  int pages() {
    int pages = 0;
    for (Entry entry : entries) {
      pages += entry.known().pages();
    }
    return pages;
  }
}
