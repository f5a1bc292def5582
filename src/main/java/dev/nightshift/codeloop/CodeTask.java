package dev.nightshift.codeloop;

import dev.nightshift.sandbox.Limits;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Something to be programmed.
 *
 * @param id its name, for people and files
 * @param prompt what the program shall do, in words
 * @param contract how it is called
 * @param rows what it must satisfy; some are hidden from the models
 * @param tests Python with asserts that is run behind the program; empty for none. No model sees it
 * @param imports modules that it may import, and as {@code builtins.eval} functions that it may use
 *     though they are refused otherwise; empty for the modules of the sandbox's settings
 * @param limits of each run
 * @param tolerance how far a number may be from the expected one, relative to it where that is
 *     above 1; 0 asks for equal numbers
 * @param sizes how inputs of any size are made; empty leaves that to what can be seen from the rows
 */
public record CodeTask(
    String id,
    String prompt,
    Contract contract,
    List<Row> rows,
    String tests,
    List<String> imports,
    Limits limits,
    double tolerance,
    Optional<Sizes> sizes) {

  public CodeTask {
    rows = List.copyOf(rows);
    imports = List.copyOf(imports);
    if (!id.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
      throw new IllegalArgumentException(
          "id must be letters, digits, dots and dashes, at most 100: \"" + id + "\"");
    }
    if (prompt.isBlank()) {
      throw new IllegalArgumentException("prompt must say what the program shall do");
    }
    if (rows.isEmpty() && tests.isBlank()) {
      throw new IllegalArgumentException("there must be rows or tests: nothing would be judged");
    }
    if (!(tolerance >= 0 && tolerance < 1)) {
      throw new IllegalArgumentException("tolerance must be 0 to below 1: " + tolerance);
    }
    Set<String> ids = new HashSet<>();
    for (Row row : rows) {
      if (!ids.add(row.id())) {
        throw new IllegalArgumentException("two rows have the id " + row.id());
      }
    }
  }

  /** One that says nothing of sizes. */
  public CodeTask(
      String id,
      String prompt,
      Contract contract,
      List<Row> rows,
      String tests,
      List<String> imports,
      Limits limits,
      double tolerance) {
    this(id, prompt, contract, rows, tests, imports, limits, tolerance, Optional.empty());
  }

  /** The rows that models may see. */
  public List<Row> shown() {
    return rows.stream().filter(row -> !row.hidden()).toList();
  }
}
