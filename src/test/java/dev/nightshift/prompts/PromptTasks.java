package dev.nightshift.prompts;

import dev.nightshift.codeloop.CodeTask;
import dev.nightshift.codeloop.Contract;
import dev.nightshift.codeloop.Row;
import dev.nightshift.sandbox.Limits;
import java.util.List;
import java.util.stream.IntStream;

/** Tasks that nobody runs. */
final class PromptTasks {
  private PromptTasks() {}

  static List<CodeTask> some(int count) {
    return IntStream.range(0, count).mapToObj(i -> task("task" + i)).toList();
  }

  static CodeTask task(String id) {
    return new CodeTask(
        id,
        "Do " + id + ".",
        new Contract.Function("f", "f(n: int) -> int"),
        List.of(new Row("r", "[1]", "1", false)),
        "",
        List.of(),
        Limits.defaults(),
        0);
  }
}
