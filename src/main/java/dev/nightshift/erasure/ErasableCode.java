package dev.nightshift.erasure;

import java.util.Set;

/**
 * Programs that were written for people, wherever they are kept. A person is known by the name of
 * the key that started a run.
 */
public interface ErasableCode {
  /**
   * What there is of somebody.
   *
   * @param runs ids of runs of the code loop
   * @param origins of training rows that were made of them, as the rows have them
   */
  record Found(Set<String> runs, Set<String> origins) {
    public Found {
      runs = Set.copyOf(runs);
      origins = Set.copyOf(origins);
    }

    /** Nothing. */
    public static Found nothing() {
      return new Found(Set.of(), Set.of());
    }
  }

  /** Looks for what there is. */
  Found of(String author);

  /** Takes it away; doing it again does no harm. */
  void erase(String author, Found found);
}
