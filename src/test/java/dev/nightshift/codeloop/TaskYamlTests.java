package dev.nightshift.codeloop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.sandbox.Limits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TaskYamlTests {
  private static final Limits MOST = Limits.defaults();

  static List<String> shipped() {
    return TaskCatalog.names();
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void every_shipped_task_is_read_as_it_was_written(String name) {
    CodeTask task = TaskCatalog.read(name, MOST);

    assertThat(again(task)).isEqualTo(task);
  }

  @Test
  void texts_that_look_like_something_else_stay_texts() {
    CodeTask task =
        new CodeTask(
            "1e3",
            "yes: [no]\n  - # not a list\n\ttab \"quoted\" \u2028\u00e9",
            new Contract.StandardInput(),
            List.of(
                new Row("true", "  leading\n\n", "1.0", true),
                new Row("null", "a\r\nb\u0007", "| folded", false),
                new Row("~", "", "---\n...\n", false)),
            "\n  assert True\n\n",
            List.of("math", "re"),
            MOST.within(Duration.ofMillis(1500), Duration.ofMillis(1500)),
            1e-9,
            Optional.of(
                new Sizes("lines: of a text", "\ndef make(n):\n    return '#' * n\n", 1, 99)));

    assertThat(again(task)).isEqualTo(task);
  }

  private static CodeTask again(CodeTask task) {
    return new TaskFile("the task", "other", MOST).read(TaskYaml.of(task));
  }
}
