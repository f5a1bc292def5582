package dev.nightshift.benchmark;

import dev.nightshift.codeloop.CodeLoopException;
import dev.nightshift.codeloop.CodeTask;
import dev.nightshift.codeloop.Row;
import dev.nightshift.codeloop.TaskFile;
import dev.nightshift.sandbox.Limits;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A task that can be written.
 *
 * @param line of its problem
 * @param task as it is read from the text again
 * @param text YAML
 * @param solution empty for none
 */
record PreparedTask(int line, CodeTask task, String text, String solution) {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
          .build();

  /** 1.0 and 1.00 are the same. */
  private static final Comparator<JsonNode> NUMBERS =
      (one, other) ->
          one.isNumber() && other.isNumber()
              ? one.decimalValue().compareTo(other.decimalValue())
              : one.equals(other) ? 0 : 1;

  /**
   * Makes the text, and reads it to see that it says what was meant.
   *
   * @throws CodeLoopException TASK when it is no task
   */
  static PreparedTask of(Problem problem, Reading.Usable reading, TaskText texts, Limits most) {
    String text = texts.of(problem, reading);
    CodeTask task = TaskFile.parse("the task", problem.taskId(), text, most);
    boolean same =
        task.prompt().equals(reading.prompt().strip())
            && task.tests().equals(reading.tests())
            && same(task.rows(), reading.cases());
    if (!same) {
      throw new CodeLoopException(
          CodeLoopException.Code.TASK, "it has characters or numbers that YAML does not keep");
    }
    return new PreparedTask(problem.line(), task, text, reading.solution());
  }

  private static boolean same(List<Row> rows, List<Reading.Case> cases) {
    if (rows.size() != cases.size()) {
      return false;
    }
    for (int i = 0; i < rows.size(); i++) {
      if (!same(rows.get(i).input(), cases.get(i).arguments())
          || !same(rows.get(i).expected(), cases.get(i).expected())) {
        return false;
      }
    }
    return true;
  }

  private static boolean same(String read, JsonNode meant) {
    return meant.equals(NUMBERS, JSON.readTree(read));
  }

  Path file(Path folder) {
    return folder.resolve(task.id() + ".yaml");
  }

  Path solutionFile(Path folder) {
    return folder.resolve(task.id() + ".solution.py");
  }

  ImportReport.Imported in(Path folder) {
    return new ImportReport.Imported(
        line,
        task.id(),
        file(folder).toString(),
        task.rows().size(),
        task.rows().size() - task.shown().size(),
        !task.tests().isBlank(),
        solution.isEmpty() ? "" : solutionFile(folder).toString());
  }
}
