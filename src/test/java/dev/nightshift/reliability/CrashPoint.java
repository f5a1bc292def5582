package dev.nightshift.reliability;

import java.util.HashMap;
import java.util.Map;

/**
 * A place where a process is killed: just before an operation is done for the n-th time. So that
 * before one is after the other, the last of a scenario is its end.
 *
 * @param operation in words
 * @param time 1 for the first time
 */
record CrashPoint(String operation, int time) {
  static CrashPoint parse(String text) {
    int hash = text.lastIndexOf('#');
    return new CrashPoint(text.substring(0, hash), Integer.parseInt(text.substring(hash + 1)));
  }

  @Override
  public String toString() {
    return operation + "#" + time;
  }

  /** Counts how often each operation came. */
  static final class Counter {
    private final Map<String, Integer> times = new HashMap<>();

    CrashPoint next(Operation operation) {
      String name = operation.toString();
      return new CrashPoint(name, times.merge(name, 1, Integer::sum));
    }
  }
}
