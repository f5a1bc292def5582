package dev.nightshift.workers;

import java.util.Map;

/** What became of an attempt to have cases decided. */
public sealed interface Opened {
  /**
   * They can be given out.
   *
   * @param generation names this giving out
   * @param known what was decided before, by the cases' names
   */
  record Open(String generation, Map<String, String> known) implements Opened {
    public Open {
      known = Map.copyOf(known);
    }
  }

  /**
   * Another process has this node's cases decided.
   *
   * @param owner that process
   */
  record Busy(String owner) implements Opened {}
}
