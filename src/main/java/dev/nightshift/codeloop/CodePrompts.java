package dev.nightshift.codeloop;

import dev.nightshift.serving.Turn;
import java.util.ArrayList;
import java.util.List;

/** What the models are told. Of hidden rows they are told no more than how many there are. */
final class CodePrompts {
  /** Rows that stand in a prompt; a small model loses itself in more. */
  static final int MOST_ROWS = 6;

  private CodePrompts() {}

  /** Asks for a program. */
  static List<Turn> write(CodeTask task, Instructions instructions) {
    List<Turn> turns = new ArrayList<>();
    if (!instructions.text().isBlank()) {
      turns.add(Turn.system(instructions.text().strip()));
    }
    turns.add(Turn.user(order(task)));
    return turns;
  }

  /** Asks for a better one. */
  static List<Turn> repair(RunStart start, Attempt failed, String feedback) {
    List<Turn> turns = new ArrayList<>(write(start.task(), start.instructions()));
    turns.add(Turn.assistant("```python\n" + failed.source().strip() + "\n```"));
    turns.add(
        Turn.user(
            "That program is wrong.\n"
                + FailureText.of(start.task(), failed.judgement())
                + (feedback.isBlank() ? "" : "\n" + feedback.strip() + "\n")
                + "\nWrite the whole corrected program in one ```python block."));
    return turns;
  }

  /** Asks for a better program than one that does what it should. */
  static List<Turn> improve(RunStart start, String source, String feedback) {
    List<Turn> turns = new ArrayList<>(write(start.task(), start.instructions()));
    turns.add(Turn.assistant("```python\n" + source.strip() + "\n```"));
    turns.add(
        Turn.user(
            "That program does what it should. "
                + (feedback.isBlank() ? "Make it simpler and faster." : feedback.strip())
                + " The results must stay the same. Write the whole program in one ```python"
                + " block."));
    return turns;
  }

  /** Asks what is wrong with a program. */
  static List<Turn> criticise(CodeTask task, Attempt failed) {
    return List.of(
        Turn.user(
            "A program was written for this task:\n"
                + task.prompt()
                + "\n\n```python\n"
                + failed.source().strip()
                + "\n```\n\n"
                + FailureText.of(task, failed.judgement())
                + "\nSay in at most three sentences which line is wrong and how to change it. Write"
                + " no program."));
  }

  /** The user's turn of a first question. */
  static String order(CodeTask task) {
    StringBuilder order = new StringBuilder(task.prompt().strip()).append("\n\n");
    switch (task.contract()) {
      case Contract.Function(String _, String signature) ->
          order.append("Write a Python function: def ").append(signature).append(":\n");
      case Contract.StandardInput() ->
          order.append("Write a Python script that reads standard input and prints the result.\n");
    }
    List<String> modules =
        task.imports().stream().filter(name -> !name.startsWith("builtins.")).toList();
    if (!modules.isEmpty()) {
      order.append("Import nothing but ").append(String.join(", ", modules)).append(".\n");
    }
    List<Row> shown = task.shown();
    if (!shown.isEmpty()) {
      order.append("Examples:\n");
      shown.stream().limit(MOST_ROWS).forEach(row -> order.append(example(task, row)));
    }
    return order.append("\nAnswer with the program in one ```python block.").toString();
  }

  private static String example(CodeTask task, Row row) {
    return switch (task.contract()) {
      case Contract.Function(String name, String _) ->
          name + PythonText.arguments(row.input()) + " returns " + expected(task, row) + "\n";
      case Contract.StandardInput() ->
          "Input:\n"
              + PythonText.shortened(row.input())
              + "\nOutput:\n"
              + expected(task, row)
              + "\n";
    };
  }

  static String expected(CodeTask task, Row row) {
    return switch (task.contract()) {
      case Contract.Function _ -> PythonText.value(row.expected());
      case Contract.StandardInput _ -> PythonText.shortened(row.expected());
    };
  }
}
