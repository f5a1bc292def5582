package dev.nightshift.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.codeloop.CodeTask;
import dev.nightshift.codeloop.Judge;
import dev.nightshift.codeloop.Row;
import dev.nightshift.codeloop.SandboxJudge;
import dev.nightshift.codeloop.TaskFile;
import dev.nightshift.sandbox.Limits;
import dev.nightshift.sandbox.Sandbox;
import dev.nightshift.sandbox.ShippedSandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Problems in the forms of HumanEval and MBPP, parsed and solved in the real sandbox. */
class BenchmarkImportIntegrationTests {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static Sandbox sandbox;

  @TempDir Path folder;

  @BeforeAll
  static void open() {
    sandbox = ShippedSandbox.open();
  }

  @AfterAll
  static void close() {
    sandbox.close();
  }

  private static Map<String, Object> mbpp(int id, String code, String... tests) {
    return Map.of(
        "task_id", id, "text", "Words of " + id + ".", "code", code, "test_list", List.of(tests));
  }

  private static Map<String, Object> with(Map<String, Object> problem, String name, Object value) {
    return Stream.concat(problem.entrySet().stream(), Map.of(name, value).entrySet().stream())
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (old, now) -> now));
  }

  private static Map<String, Object> humanEval(String prompt, String solution, String test) {
    return Map.of(
        "task_id",
        "HumanEval/0",
        "prompt",
        prompt,
        "canonical_solution",
        solution,
        "test",
        test,
        "entry_point",
        "turned");
  }

  private BenchmarkImport.Order order(List<?> problems) throws IOException {
    Path file = folder.resolve("problems.jsonl");
    Files.write(file, problems.stream().map(JSON::writeValueAsString).toList());
    return new BenchmarkImport.Order(file, null, folder.resolve("tasks"), List.of(), false, true);
  }

  private static ImportReport run(BenchmarkImport.Order order) {
    return new BenchmarkImport(sandbox, Limits.defaults()).run(order);
  }

  private CodeTask task(String id) {
    return TaskFile.read(folder.resolve("tasks/" + id + ".yaml"), Limits.defaults());
  }

  private CodeTask only(Map<String, Object> problem) throws IOException {
    ImportReport report = run(order(List.of(problem)));
    assertThat(report.refused()).isEmpty();
    assertThat(report.failed()).isEmpty();
    return task(report.imported().getFirst().id());
  }

  @Test
  void plain_asserts_become_rows_and_the_signature_comes_from_the_code() throws IOException {
    CodeTask task =
        only(
            with(
                mbpp(
                    5,
                    """
                    def inner(x):
                    \treturn x
                    def times(words, n = 2):
                    \treturn words * inner(n)\
                    """
                        .replace("\n", "\r\n"),
                    "assert times(['yes'], 2) == ['yes', 'yes']",
                    "assert times([], 3) == []",
                    "assert times(['a'], n_ := 1) == ['a']"),
                "challenge_test_list",
                List.of("assert times(['\u00e9'], 1) == ['\u00e9'], 'says so'")));

    assertThat(task.contract())
        .hasToString(
            "Function[name=times, signature=times(words: list[str], n: int=2) -> list[str]]");
    assertThat(task.rows())
        .extracting(Row::input)
        .containsExactly("[[\"yes\"],2]", "[[],3]", "[[\"\u00e9\"],1]");
    assertThat(task.rows()).extracting(Row::hidden).containsExactly(false, false, true);
    assertThat(task.tests()).isEqualTo("assert times(['a'], n_ := 1) == ['a']\n");
    assertThat(task.prompt()).isEqualTo("Words of 5.");
    assertThat(Files.readString(folder.resolve("tasks/mbpp-5.solution.py")))
        .doesNotContain("\r")
        .endsWith("inner(n)\n");
  }

  @Test
  void what_json_does_not_say_exactly_stays_a_hidden_test() throws IOException {
    CodeTask task =
        only(
            mbpp(
                6,
                "import math\ndef same(x):\n    return x",
                "assert same((1, 2)) == (1, 2)",
                "assert same({1: 'a'}) == {1: 'a'}",
                "assert same({1}) == {1}",
                "assert same(1e999) == 1e999",
                "assert same('\\ud800') == '\\ud800'",
                "assert math.isclose(same(0.5), 0.5)",
                "assert same(2) == same(2)",
                "assert not same(False)",
                "x = same(3)\nassert x == 3"));

    assertThat(task.rows()).isEmpty();
    assertThat(task.tests().lines()).hasSize(10);
    Judge judge = new SandboxJudge(sandbox);
    assertThat(judge.judge(task, "import math\ndef same(x):\n    return list(x)").passed())
        .isFalse();
  }

  @Test
  void one_row_is_hidden_even_when_there_are_few() throws IOException {
    assertThat(only(mbpp(8, "def one():\n    return True", "assert one() == True")).shown())
        .isEmpty();
    Map<String, Object> two =
        mbpp(9, "two = lambda n: n > 1", "assert two(1) == 0", "assert False == two(0)");
    CodeTask task = only(two);
    assertThat(task.rows()).extracting(Row::hidden).containsExactly(false, true);
    assertThat(task.rows().get(1).expected()).isEqualTo("false");
  }

  @Test
  void what_tests_build_with_the_program_is_told_without_its_code() throws IOException {
    CodeTask task =
        only(
            with(
                mbpp(
                    10,
                    """
                    class Leaf:
                        def __init__(self, name):
                            self.name = name
                            self.below = []
                    def secret_depth(leaf):
                        return 1 + max(map(secret_depth, leaf.below), default=0)
                    """,
                    "assert secret_depth(leaf) == 2"),
                "test_setup_code",
                "leaf = Leaf('a')\nleaf.below.append(Leaf('b'))"));

    assertThat(task.prompt())
        .isEqualTo(
            "Words of 10.\n\nThe program must also define the class Leaf(name) with name, below.");
    assertThat(task.tests()).startsWith("leaf = Leaf('a')\n");
  }

  @Test
  void a_function_of_humaneval_is_told_whole_and_its_check_replaces_nothing_of_a_program()
      throws IOException {
    CodeTask task =
        only(
            humanEval(
                """
                from typing import List

                def turn(s: str) -> str:
                    return s[::-1]

                def turned(words: List[str]) -> List[str]:
                    \"\"\" Turns each word.
                    >>> turned(['ab'])
                    ['ba']
                    \"\"\"
                """,
                "    return [turn(word) for word in eval('words')]\n",
                """
                METADATA = {'author': 'x'}

                def check(candidate):
                    assert candidate(['ab', 'c']) == ['ba', 'c']
                    for n in range(3):
                        assert candidate(['xy'] * n) == [turn('xy')] * n
                """));

    assertThat(task.prompt()).contains("def turn(s: str)").doesNotContain("METADATA");
    assertThat(task.prompt()).doesNotContain("eval");
    assertThat(task.imports()).contains("builtins.eval", "math");
    assertThat(task.rows()).hasSize(1).allMatch(Row::hidden);
    assertThat(task.tests()).endsWith("tests_check(turned)\n");
    String own =
        """
        def check(word):
            return word[::-1]
        METADATA = check
        def turned(words):
            return [METADATA(word) for word in words]
        """;
    Judge judge = new SandboxJudge(sandbox);
    assertThat(judge.judge(task, own).passed()).isTrue();
    assertThat(judge.judge(task, own.replace("[::-1]", "")).passed()).isFalse();
  }

  @Test
  void what_cannot_be_imported_is_said_and_costs_nothing_else() throws IOException {
    Map<String, Object> good = mbpp(1, "def f(n):\n    return n", "assert f(1) == 1");
    String deep = "[".repeat(5000) + "]".repeat(5000);
    List<Map<String, Object>> problems =
        List.of(
            good,
            mbpp(2, "def f(n) return n", "assert f(1) == 1"),
            mbpp(3, "def f(n):\n    return n", "assert g(1) == 1"),
            mbpp(4, "def f(n):\n    return n"),
            mbpp(5, "def f(n):\n    return n", "assert f(1) == "),
            mbpp(6, "def f(n):\n    return n", "assert f(" + deep + ") == 1"),
            with(mbpp(7, "def f(n):\n    return n", "assert f(1) == 1"), "text", List.of(1)),
            mbpp(8, "def f(n):\n    return n", "assert f(1) == 2"),
            with(humanEval("def other():\n", "    pass\n", "x = 1"), "task_id", "HumanEval/9"));

    BenchmarkImport.Order order = order(problems);
    ImportReport report = run(order);

    assertThat(report.imported()).extracting(ImportReport.Imported::line).containsExactly(1, 8);
    assertThat(report.refused())
        .extracting(ImportReport.Refused::line)
        .containsExactly(2, 3, 4, 5, 6, 7, 9);
    assertThat(report.refused().getFirst().problem()).contains("code is no Python: line 1");
    assertThat(report.failed()).extracting(ImportReport.Failed::id).containsExactly("mbpp-8");
    assertThat(report.failed().getFirst().problem()).isEqualTo("row test-1: 1, expected 2");
    try (Stream<Path> files = Files.list(order.to())) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "mbpp-1.yaml", "mbpp-1.solution.py", "mbpp-8.yaml", "mbpp-8.solution.py");
    }
  }

  @Test
  void tasks_that_are_there_stay_unless_forced_and_only_some_can_be_named() throws IOException {
    Map<String, Object> first = mbpp(1, "def f(n):\n    return n", "assert f(1) == 1");
    Map<String, Object> second = mbpp(2, "def f(n):\n    return n", "assert f(2) == 2");
    BenchmarkImport.Order all = order(Arrays.asList(first, second));
    BenchmarkImport.Order some =
        new BenchmarkImport.Order(
            all.file(), BenchmarkFormat.MBPP, all.to(), List.of("2", "mbpp-2", "33"), false, false);

    ImportReport report = run(some);
    assertThat(report.imported()).extracting(ImportReport.Imported::id).containsExactly("mbpp-2");
    assertThat(report.refused()).extracting(ImportReport.Refused::id).containsExactly("33");

    Files.writeString(all.to().resolve("mbpp-2.yaml"), "mine");
    ImportReport again = run(all);
    assertThat(again.kept()).extracting(ImportReport.Imported::id).containsExactly("mbpp-2");
    assertThat(all.to().resolve("mbpp-2.yaml")).hasContent("mine");

    run(new BenchmarkImport.Order(all.file(), null, all.to(), List.of(), true, false));
    assertThat(task("mbpp-2").prompt()).isEqualTo("Words of 2.");
  }
}
