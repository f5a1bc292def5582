package dev.nightshift.codeloop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.sandbox.Finding;
import dev.nightshift.sandbox.Limits;
import dev.nightshift.sandbox.Sandbox;
import dev.nightshift.sandbox.ShippedSandbox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real programs in the real sandbox. */
class SandboxJudgeIntegrationTests {
  private static final Limits SHORT =
      Limits.defaults().within(Duration.ofSeconds(2), Duration.ofSeconds(2));

  private static Sandbox sandbox;
  private static Judge judge;

  @BeforeAll
  static void open() {
    sandbox = ShippedSandbox.open();
    judge = new SandboxJudge(sandbox);
  }

  @AfterAll
  static void close() {
    sandbox.close();
  }

  static List<String> tasks() {
    return TaskCatalog.names();
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void every_shipped_task_can_be_solved_and_has_rows_of_both_kinds(String name) throws IOException {
    CodeTask task = TaskCatalog.read("tasks/" + name + ".yaml", Limits.defaults());

    Judgement judgement = judge.judge(task, solution(name));

    assertThat(judgement.rows()).allSatisfy(row -> assertThat(row.problem()).isEmpty());
    assertThat(judgement.testProblem()).isEmpty();
    assertThat(judgement.passed()).isTrue();
    assertThat(task.shown()).hasSizeGreaterThanOrEqualTo(3).hasSizeLessThan(task.rows().size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "def double(n):\n    return 2 * n\n",
        "seen = []\ndef double(n):\n    seen.append(n)\n    return sum(seen)\n",
        "def double(n):\n    if n in (2, 5):\n        raise SystemExit(3)\n    return 2 * n\n",
        "import os\ndef double(n):\n    return 2 * n\n",
        "def double(n)\n",
        "def twice(n):\n    return 2 * n\n",
        """
        open('/tmp/mark', 'a').write('x')
        def double(n):
            return 2 * n if len(open('/tmp/mark').read()) == 1 else 0
        """
      })
  void side_by_side_a_program_comes_to_the_same_as_one_after_the_other(String source) {
    CodeTask task = doubling("assert double(21) == 42");
    Judgement apart = new SandboxJudge(sandbox, 1, Duration.ZERO).judge(task, source);
    Judgement together = new SandboxJudge(sandbox, 4, Duration.ZERO).judge(task, source);

    assertThat(together.rows()).isEqualTo(apart.rows());
    assertThat(together.findings()).isEqualTo(apart.findings());
    assertThat(together.testProblem()).isEqualTo(apart.testProblem());
    assertThat(together.testFault()).isEqualTo(apart.testFault());
    assertThat(together.errors().length()).isEqualTo(apart.errors().length());
  }

  @Test
  void rows_of_a_script_that_are_all_too_late_spare_those_behind_them() {
    String rows =
        IntStream.range(0, 12)
            .mapToObj(i -> "  - {stdin: '" + i + "', expected: '" + i + "'}\n")
            .collect(Collectors.joining());
    CodeTask task =
        TaskFile.parse(
            "the task",
            "t",
            "prompt: p\nstdin: true\nlimits: {seconds: 0.3}\nrows:\n" + rows,
            Limits.defaults());

    Judgement judgement =
        new SandboxJudge(sandbox, 2, Duration.ZERO).judge(task, "while True:\n    pass\n");

    assertThat(judgement.rows()).hasSize(12).noneMatch(RowResult::passed);
    assertThat(judgement.rows())
        .extracting(row -> row.fault().kind())
        .containsOnly(Fault.Kind.TOO_LATE);
  }

  @Test
  void a_program_is_looked_at_where_there_are_tests_alone() {
    CodeTask task =
        TaskFile.parse("the task", "t", "prompt: p\nstdin: true\ntests: pass\n", Limits.defaults());

    assertThat(judge.judge(task, "import os\n").testProblem()).contains("os may not be imported");
    assertThat(judge.judge(task, "import re\n").passed()).isTrue();
  }

  @Test
  void what_is_wrong_is_wrong_and_only_that() {
    Judgement judgement =
        judge.judge(
            doubling(""),
            """
            def double(n):
                if n == 3:
                    raise ValueError("three")
                if n == 4:
                    while True:
                        pass
                if n == 5:
                    import os
                    os._exit(0)
                return 2 * n if n < 6 else str(2 * n)
            """);

    assertThat(judgement.findings()).isNotEmpty();
    Judgement ran =
        judge.judge(
            doubling(""),
            """
            def double(n):
                if n == 3:
                    raise ValueError("three")
                if n == 4:
                    while True:
                        pass
                return 2 * n if n < 6 else str(2 * n)
            """);
    assertThat(ran.rows())
        .extracting(RowResult::passed)
        .containsExactly(true, true, false, false, true, false);
    assertThat(ran.rows().get(2).problem()).contains("ValueError: three").contains("line 3");
    assertThat(ran.rows().get(3).problem()).contains("took too long");
    assertThat(ran.rows().get(5).output()).isEqualTo("'12'");
    assertThat(ran.passRate()).isEqualTo(0.5);
  }

  @Test
  void what_its_turn_does_not_come_to_in_the_time_there_is_has_failed_and_says_so() {
    CodeTask task = doubling("assert double(1) == 2 and double(2) == 4");
    String slow = "import time\ndef double(n):\n    time.sleep(0.4)\n    return 2 * n";

    Judgement cut = judge.judge(task, slow, Duration.ofMillis(700));
    Judgement none = judge.judge(task, slow, Duration.ZERO);

    assertThat(cut.passed()).isFalse();
    assertThat(cut.rows().getLast().problem()).contains("the time for all of it was over");
    assertThat(cut.testsPassed()).isFalse();
    assertThat(none.testProblem()).contains("the time for all of it was over");
    assertThat(none.rows()).hasSize(6).noneMatch(RowResult::passed);
    assertThat(none.time()).isZero();
  }

  @Test
  void a_program_that_never_comes_to_its_function_fails_every_row_and_does_not_take_for_ever() {
    long began = System.nanoTime();

    Judgement judgement =
        judge.judge(doubling(""), "while True:\n    pass\ndef double(n): return n");

    assertThat(judgement.rows()).hasSize(6).noneMatch(RowResult::passed);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(60));
    assertThat(judge.judge(doubling(""), "x = 1").findings())
        .extracting(Finding::code)
        .containsExactly(Finding.Code.MISSING_FUNCTION);
  }

  @Test
  void what_a_program_keeps_of_hidden_rows_comes_to_no_shown_one() {
    Judgement judgement =
        judge.judge(
            doubling(""), "seen = []\ndef double(n):\n    seen.append(n)\n    return list(seen)\n");

    assertThat(judgement.rows())
        .extracting(RowResult::output)
        .containsExactly("[1]", "[1, 2]", "[1, 2, 3]", "[1, 2, 3, 4]", "[5]", "[5, 6]");
  }

  @Test
  void a_row_is_not_blamed_for_the_time_of_those_before_it() {
    Judgement judgement =
        judge.judge(
            doubling(""), "import time\ndef double(n):\n    time.sleep(0.8)\n    return 2 * n\n");

    assertThat(judgement.passed()).isTrue();
  }

  @Test
  void each_way_to_fail_is_told_for_who_counts() {
    Judgement judgement =
        judge.judge(
            doubling("assert double(1) == 3"),
            """
            def double(n):
                if n == 2:
                    return [4]
                if n == 3:
                    raise ValueError("three")
                if n == 4:
                    bytearray(1 << 40)
                if n == 5:
                    print(2 * n)
                    return None
                return 2 * n if n == 1 else 2.5
            """);

    assertThat(judgement.rows())
        .extracting(RowResult::fault)
        .containsExactly(
            Fault.NONE,
            Fault.of(Fault.Kind.WRONG_FORM),
            new Fault(Fault.Kind.RAISED, "ValueError", 5),
            new Fault(Fault.Kind.TOO_MUCH_MEMORY, "MemoryError", 7),
            Fault.of(Fault.Kind.WRONG_FORM),
            Fault.of(Fault.Kind.WRONG_VALUE));
    assertThat(judgement.testFault().type()).isEqualTo("AssertionError");
    assertThat(judgement.errors()).contains("Traceback").contains("ValueError: three");
    assertThat(judge.judge(doubling(""), "while True:\n    pass\ndef double(n): return n").rows())
        .extracting(row -> row.fault().kind())
        .containsOnly(Fault.Kind.TOO_LATE);
    assertThat(judge.judge(doubling(""), "def double(n)").rows())
        .extracting(row -> row.fault().kind())
        .containsOnly(Fault.Kind.REFUSED);
  }

  @Test
  void tests_may_do_what_programs_may_not() {
    String tests = "import os\nassert double(7) == 14 and os.sep == '/'";
    assertThat(judge.judge(doubling(tests), "def double(n):\n    return 2 * n\n").passed())
        .isTrue();
  }

  @Test
  void tests_have_to_come_to_their_end() {
    String right = "def double(n):\n    return 2 * n\n";
    assertThat(judge.judge(doubling("assert double(7) == 14"), right).passed()).isTrue();
    Judgement failed = judge.judge(doubling("assert double(7) == 15, 'seven'"), right);
    assertThat(failed.passed()).isFalse();
    assertThat(failed.testProblem()).contains("AssertionError").contains("seven");

    Judgement left =
        judge.judge(
            doubling("assert double(7) == 15"),
            right + "import sys\nif __name__ == '__main__': sys.exit(0)\n");

    assertThat(left.testsPassed()).isFalse();
  }

  private static CodeTask doubling(String tests) {
    List<Row> rows =
        List.of(1, 2, 3, 4, 5, 6).stream()
            .map(n -> new Row("r" + n, "[" + n + "]", String.valueOf(2 * n), n > 4))
            .toList();
    return new CodeTask(
        "double",
        "Double it.",
        new Contract.Function("double", "double(n: int) -> int"),
        rows,
        tests,
        List.of(),
        SHORT,
        0);
  }

  private static String solution(String name) throws IOException {
    try (var in =
        SandboxJudgeIntegrationTests.class.getResourceAsStream("/solutions/" + name + ".py")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
