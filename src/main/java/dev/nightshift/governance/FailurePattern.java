package dev.nightshift.governance;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How often attempts failed in one way.
 *
 * @param issue which
 * @param count attempts that showed it
 * @param runs runs in which it showed
 * @param tasks tasks with it, each with its number of attempts, the most first
 * @param details what exactly, each with its number of attempts, the most first
 * @param examples the newest, of different runs
 */
public record FailurePattern(
    FailureCategory issue,
    int count,
    int runs,
    Map<String, Integer> tasks,
    Map<String, Integer> details,
    List<Example> examples) {
  public FailurePattern {
    tasks = Collections.unmodifiableMap(new LinkedHashMap<>(tasks));
    details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    examples = List.copyOf(examples);
  }

  /** Whether it names one of those runs or tasks. */
  boolean names(Set<String> gone, Set<String> goneTasks) {
    return tasks.keySet().stream().anyMatch(goneTasks::contains)
        || examples.stream().anyMatch(one -> gone.contains(one.run()));
  }

  /** The same without them, and without what exactly failed, which may quote a program. */
  FailurePattern without(Set<String> gone, Set<String> goneTasks) {
    if (!names(gone, goneTasks)) {
      return this;
    }
    Map<String, Integer> others = new LinkedHashMap<>(tasks);
    others.keySet().removeAll(goneTasks);
    return new FailurePattern(
        issue,
        count,
        runs,
        others,
        Map.of(),
        examples.stream().filter(one -> !gone.contains(one.run())).toList());
  }

  /**
   * An attempt that shows it.
   *
   * @param run its run
   * @param attempt its number there
   * @param task its task
   * @param line of the program, 0 where it is not known
   * @param file what was written down about it, beside it
   */
  public record Example(String run, int attempt, String task, int line, String file) {}
}
