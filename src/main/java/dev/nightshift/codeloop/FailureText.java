package dev.nightshift.codeloop;

/** What a model is told of a program that failed. Of hidden rows it says that some failed. */
public final class FailureText {
  private FailureText() {}

  /** The task, the program, and what is wrong with it. */
  public static String of(CodeTask task, String source, Judgement judgement) {
    String program = source.isBlank() ? "(no program)" : "```python\n" + source.strip() + "\n```";
    return task.prompt().strip() + "\n\n" + program + "\n\n" + of(task, judgement);
  }

  static String of(CodeTask task, Judgement judgement) {
    StringBuilder results = new StringBuilder();
    if (!judgement.findings().isEmpty()) {
      judgement
          .findings()
          .forEach(
              finding ->
                  results
                      .append("Line ")
                      .append(finding.line())
                      .append(": ")
                      .append(finding.message())
                      .append('\n'));
      return results.toString();
    }
    judgement.rows().stream()
        .filter(result -> !result.passed() && !result.row().hidden())
        .limit(CodePrompts.MOST_ROWS)
        .forEach(result -> results.append(told(task, result)));
    boolean others =
        judgement.rows().stream().anyMatch(result -> !result.passed() && result.row().hidden());
    if (others) {
      results.append("Some other inputs fail too: handle every case that the task describes.\n");
    } else if (!judgement.testsPassed()) {
      results.append("Some tests of other cases fail.\n");
    }
    return results.toString();
  }

  private static String told(CodeTask task, RowResult result) {
    return "For "
        + input(task, result.row())
        + " it should give "
        + CodePrompts.expected(task, result.row())
        + (result.output().isEmpty()
            ? " but failed: " + result.problem()
            : " but gave " + result.output())
        + "\n";
  }

  private static String input(CodeTask task, Row row) {
    return switch (task.contract()) {
      case Contract.Function(String name, String _) -> name + PythonText.arguments(row.input());
      case Contract.StandardInput _ -> "the input " + PythonText.shortened(row.input());
    };
  }
}
