package dev.nightshift.sandbox;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The numbers of the system calls that a program may make. */
final class SystemCalls {
  private final Map<String, Integer> numbers;

  private SystemCalls(Map<String, Integer> numbers) {
    this.numbers = Map.copyOf(numbers);
  }

  /** Of the resource system-calls.txt, whose head says what it holds. */
  static SystemCalls allowed(Architecture architecture) {
    Map<String, Integer> numbers = new HashMap<>();
    for (String line : Resources.text("system-calls.txt").lines().toList()) {
      if (!line.startsWith("#")) {
        String[] columns = line.split(" ", -1);
        String number = columns[architecture.column()];
        if (!number.equals("-")) {
          numbers.put(columns[0], Integer.valueOf(number));
        }
      }
    }
    return new SystemCalls(numbers);
  }

  /**
   * The number of one of them.
   *
   * @throws IllegalArgumentException if it is none
   */
  int number(String name) {
    Integer number = numbers.get(name);
    if (number == null) {
      throw new IllegalArgumentException(name + " is not in the list of system calls");
    }
    return number;
  }

  /** All numbers but those of some calls, ascending. */
  List<Integer> numbersWithout(List<String> names) {
    return numbers.entrySet().stream()
        .filter(call -> !names.contains(call.getKey()))
        .map(Map.Entry::getValue)
        .sorted()
        .toList();
  }
}
