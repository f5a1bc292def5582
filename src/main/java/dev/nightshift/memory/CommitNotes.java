package dev.nightshift.memory;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What the index's commits note beside the documents: how much of the log they have, and what else
 * the log wants to know when it is opened again. Thread-safe.
 */
final class CommitNotes {
  private static final String LOGGED = "logged";

  private final Map<String, String> found;
  private volatile LongFunction<Map<String, String>> further = through -> Map.of();
  private volatile long logged;

  private CommitNotes(Map<String, String> found) {
    this.found = found;
    this.logged = Long.parseLong(found.getOrDefault(LOGGED, "0"));
  }

  /** What a commit says. */
  static CommitNotes of(@Nullable Iterable<Map.Entry<String, String>> commitData) {
    Map<String, String> data = new HashMap<>();
    if (commitData != null) {
      commitData.forEach(entry -> data.put(entry.getKey(), entry.getValue()));
    }
    return new CommitNotes(Map.copyOf(data));
  }

  /** Number of the last frame of the log that has been committed; 0 when none has. */
  long logged() {
    return logged;
  }

  /** What the commit that was found said under a name; empty when nothing. */
  String found(String name) {
    return found.getOrDefault(name, "");
  }

  /** Has further commits note more; the function gets the number of their last frame. */
  void noting(LongFunction<Map<String, String>> more) {
    further = more;
  }

  /** Goes on from another frame: what is committed next says so. */
  void goOnFrom(long number) {
    logged = number;
  }

  /** What a commit through a frame is to say. */
  Iterable<Map.Entry<String, String>> of(long through) {
    Map<String, String> data = new HashMap<>(further.apply(through));
    data.put(LOGGED, Long.toString(through));
    return data.entrySet();
  }
}
