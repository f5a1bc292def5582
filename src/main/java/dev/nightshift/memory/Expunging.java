package dev.nightshift.memory;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that nothing of what was erased is left in the index's files: after an erasure that
 * another node asked for, soon and in a thread of its own. What is owed outlives the process, in
 * the notes of the index's commits.
 */
final class Expunging {
  private static final Logger log = LoggerFactory.getLogger(Expunging.class);
  private static final String OWED = "owed";
  private static final String EXPUNGED = "expunged";

  private final MemoryIndex index;
  private final Indexer indexer;
  private volatile long owed;
  private volatile long expunged;

  Expunging(MemoryIndex index, Indexer indexer) {
    this.index = index;
    this.indexer = indexer;
    this.owed = number(OWED);
    this.expunged = number(EXPUNGED);
  }

  private long number(String name) {
    String found = index.notes().found(name);
    return found.isEmpty() ? 0 : Long.parseLong(found);
  }

  /** An erasure with this number is about to be applied. */
  void owe(long number) {
    owed = Math.max(owed, number);
  }

  /** Whether something of an erasure may be left in the files. */
  boolean owes() {
    return owed > expunged;
  }

  /** Number of the last erasure that was applied; 0 for none. */
  long owed() {
    return owed;
  }

  /** Number of the last erasure of which nothing is left in the files; 0 for none. */
  long expunged() {
    return expunged;
  }

  /** What the index's commits note of it, besides something else. */
  Map<String, String> notes(Map<String, String> besides) {
    Map<String, String> notes = new HashMap<>(besides);
    notes.put(OWED, String.valueOf(owed));
    notes.put(EXPUNGED, String.valueOf(expunged));
    return notes;
  }

  /**
   * Rewrites what has deleted things in it; takes as long as that takes. There may be no snapshot.
   *
   * @throws MemoryException IO; it can be tried again
   */
  void run() {
    long through = owed;
    Uninterrupted.run("memory-expunge", index::expunge);
    expunged = through;
    // Another commit, with which the files go that had it.
    indexer.write(new Write.Erasure(Set.of(), Map.of()));
    log.debug("nothing is left of what was erased through {}", through);
  }
}
