package dev.nightshift.codeloop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.sandbox.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class TaskFileTests {
  @TempDir Path directory;

  @Test
  void a_task_is_read_with_everything_it_says() throws IOException {
    CodeTask task =
        read(
            """
            prompt: Add two numbers.
            function: "def add(a: int, b: int) -> int:"
            rows:
              - {id: small, args: [1, 2], expected: 3}
              - {args: {a: 1, b: -1}, expected: 0, hidden: true}
            tests: |
              assert add(0, 0) == 0
            imports: [math]
            limits: {seconds: 1.5, memoryMebibytes: 128}
            tolerance: 1.0e-6
            sizes:
              counts: digits of both
              to: 1000
              make: |
                def make(n):
                    return [10 ** n, 1]
            """);

    assertThat(task.id()).isEqualTo("mine");
    assertThat(task.contract())
        .isEqualTo(new Contract.Function("add", "add(a: int, b: int) -> int"));
    assertThat(task.rows())
        .containsExactly(
            new Row("small", "[1,2]", "3", false),
            new Row("row-2", "{\"a\":1,\"b\":-1}", "0", true));
    assertThat(task.tests()).isEqualTo("assert add(0, 0) == 0\n");
    assertThat(task.imports()).containsExactly("math");
    assertThat(task.limits().wall()).isEqualTo(Duration.ofMillis(1500));
    assertThat(task.limits().memoryMebibytes()).isEqualTo(128);
    assertThat(task.tolerance()).isEqualTo(1e-6);
    assertThat(task.sizes())
        .contains(new Sizes("digits of both", "def make(n):\n    return [10 ** n, 1]\n", 4, 1000));
  }

  @Test
  void every_third_row_is_hidden_where_none_says_so() throws IOException {
    CodeTask task =
        read(
            """
            prompt: Repeat it.
            stdin: true
            rows:
              - {stdin: a, expected: a}
              - {stdin: b, expected: b}
              - {stdin: c, expected: c}
              - {expected: "7"}
            """);

    assertThat(task.rows()).extracting(Row::hidden).containsExactly(false, false, true, false);
    assertThat(task.rows().getLast()).isEqualTo(new Row("row-4", "", "7", false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "prompt: x | say either function",
        "prompt: x\\nstdin: true | there must be rows or tests",
        "prompt: x\\nstdin: true\\nrows:\\n  - {stdin: a} | row-1 needs stdin",
        "prompt: x\\nstdin: true\\nrows:\\n  - {stdin: a, expected: 3.50} | in quotes",
        "prompt: x\\nstdin: true\\nrows:\\n  - | row-1 is empty",
        "prompt: x\\nfunction: f(a)\\nrows:\\n  - {args: 1, expected: 1} | row-1 needs args",
        "prompt: x\\nfunction: f(a)\\nrows:\\n  - {args: [1]} | row-1 needs expected",
        "prompt: x\\nfunction: not a name\\nrows:\\n  - {args: [1], expected: 1} | must be a name",
        "prompt: x\\n"
            + "stdin: true\\n"
            + "row:\\n"
            + "  - {stdin: a} | \"row\" is not known there; known are function",
        "prompt: [x | line",
        "stdin: true\\ntests: pass | prompt must say",
        "prompt: x\\nstdin: true\\ntests: pass\\nlimits: {seconds: 99} | limits.seconds",
        "prompt: x\\nstdin: true\\ntests: pass\\ntolerance: 2 | tolerance",
        "prompt: x\\nstdin: true\\ntests: pass\\nsizes: [1, 2] | sizes: another kind of value",
        "prompt: x\\nstdin: true\\ntests: pass\\nsizes: {counts: w} | sizes needs counts",
        "prompt: x\\nstdin: true\\ntests: pass\\nsizes: {count: w} | \"count\" is not known there",
        "prompt: x\\n"
            + "stdin: true\\n"
            + "tests: pass\\n"
            + "sizes: {counts: w, make: 'x = 1'} | defines make(n)",
        "prompt: x\\n"
            + "stdin: true\\n"
            + "tests: pass\\n"
            + "sizes: {counts: w, make: 'def make(n): pass', from: 9, to: 70} | sizes.to at least 8"
            + " times",
        "'' | it is empty"
      })
  void what_cannot_be_meant_is_refused_in_words(String yaml, String words) {
    assertThatThrownBy(() -> read(yaml.replace("\\n", "\n")))
        .isInstanceOfSatisfying(
            CodeLoopException.class,
            e -> assertThat(e.code()).isEqualTo(CodeLoopException.Code.TASK))
        .hasMessageContaining(words)
        .hasMessageContaining("mine.yaml");
  }

  @Test
  void a_file_that_is_not_there_and_is_not_shipped_is_named_with_those_that_are() {
    assertThatThrownBy(() -> TaskCatalog.read("tasks/nothing.yaml", Limits.defaults()))
        .isInstanceOf(CodeLoopException.class)
        .hasMessageContaining("tasks/nothing.yaml")
        .hasMessageContaining("primes");
  }

  @Test
  void what_is_sent_as_json_has_the_same_form() {
    CodeTask task =
        sent(
            """
            {"id": "plus", "prompt": "Add.", "function": "plus(a, b)",
             "rows": [{"args": [1, 2], "expected": 3}, {"args": {"a": 1, "b": 1}, "expected": 2}]}
            """);

    assertThat(task.id()).isEqualTo("plus");
    assertThat(task.rows().getLast().input()).isEqualTo("{\"a\":1,\"b\":1}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'prompt':'x','stdin':true,'rows':[{'stdin':'a','expected':'b','hidden':'no'}]}"
            + " | rows[0].hidden",
        "{'prompt':'x','stdin':true,'rows':[{'stdin':'a','expect':'b'}]} | rows[0].expect",
        "{'prompt':'x','stdin':true,'rows':[{'stdin':'a','expected':1}]} | row-1 needs",
        "[] | the task is no task",
        "7 | the task is no task"
      })
  void what_is_wrong_with_sent_json_says_where(String json, String words) {
    assertThatThrownBy(() -> sent(json.replace('\'', '"')))
        .isInstanceOf(CodeLoopException.class)
        .hasMessageContaining(words)
        .message()
        .doesNotContain("dev.nightshift");
  }

  @Test
  void more_rows_than_anybody_waits_for_are_refused() {
    String row = "{\"args\":[1],\"expected\":1}";
    String rows = String.join(",", Collections.nCopies(1001, row));

    assertThatThrownBy(() -> sent("{\"function\":\"f(a)\",\"rows\":[" + rows + "]}"))
        .hasMessageContaining("1001 rows");
  }

  @Test
  void of_a_shipped_task_no_file_is_looked_for() throws IOException {
    Path file = Files.writeString(directory.resolve("t.yaml"), "prompt: x");

    assertThatThrownBy(() -> TaskCatalog.shipped(file.toString(), Limits.defaults()))
        .hasMessageContaining("there is no task");
    assertThat(TaskCatalog.shipped("primes", Limits.defaults()).id()).isEqualTo("primes");
  }

  private static CodeTask sent(String json) {
    return TaskFile.of(JsonMapper.shared().readTree(json), Limits.defaults());
  }

  private CodeTask read(String yaml) throws IOException {
    return TaskFile.read(
        Files.writeString(directory.resolve("mine.yaml"), yaml), Limits.defaults());
  }
}
