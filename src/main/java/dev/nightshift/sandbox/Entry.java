package dev.nightshift.sandbox;

import java.util.List;

/** How a program is run. */
public sealed interface Entry {
  /**
   * From its first line to its last.
   *
   * @param input what it can read from standard input
   */
  record Script(String input) implements Entry {}

  /**
   * From its first line to its last, then one function of it for each row, one after the other in
   * the same interpreter: what a call leaves in variables, the next one sees.
   *
   * @param function its name
   * @param rows a JSON array (positions) or object (names) of arguments for each call
   */
  record Call(String function, List<String> rows) implements Entry {
    public Call {
      if (!function.matches("[A-Za-z_][A-Za-z0-9_]{0,199}")) {
        throw new IllegalArgumentException("\"" + function + "\" is no name of a function");
      }
      rows = List.copyOf(rows);
    }
  }
}
