package dev.nightshift.governance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.codeloop.Attempt;
import dev.nightshift.codeloop.CodeTask;
import dev.nightshift.codeloop.Contract;
import dev.nightshift.codeloop.Instructions;
import dev.nightshift.codeloop.Row;
import dev.nightshift.codeloop.RunStart;
import dev.nightshift.codeloop.SandboxJudge;
import dev.nightshift.sandbox.Limits;
import dev.nightshift.sandbox.Sandbox;
import dev.nightshift.sandbox.ShippedSandbox;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs that fail in each way, run in the real sandbox: is each counted as what it is? */
class FailureKindsIntegrationTests {
  private static final CodeTask DOUBLE =
      new CodeTask(
          "double",
          "Double it.",
          new Contract.Function("double", "double(n: int) -> int"),
          List.of(new Row("one", "[1]", "2", false), new Row("two", "[2]", "4", true)),
          "",
          List.of(),
          Limits.defaults().within(Duration.ofSeconds(1), Duration.ofSeconds(1)),
          0);
  private static final CodeTask SCRIPT =
      new CodeTask(
          "script",
          "Double the number.",
          new Contract.StandardInput(),
          List.of(new Row("one", "1", "2", false)),
          "",
          List.of(),
          Limits.defaults(),
          0);

  private static Path folder;
  private static Sandbox sandbox;
  private static AttemptStore store;

  @BeforeAll
  static void open(@TempDir Path home) {
    folder = home;
    sandbox = ShippedSandbox.open();
    store = new AttemptStore(folder, GovernanceSettings.defaults(), InstantSource.system());
  }

  @AfterAll
  static void close() {
    sandbox.close();
  }

  static List<Arguments> programs() {
    return List.of(
        function(FailureCategory.FORBIDDEN_IMPORTS, "import socket\ndef double(n): return 2 * n"),
        function(FailureCategory.SYNTAX_ERRORS, "def double(n) return 2 * n"),
        function(
            FailureCategory.SYNTAX_ERRORS, "Here is the program:\ndef double(n): return 2 * n"),
        function(FailureCategory.MISSING_FUNCTION, "def twice(n): return 2 * n"),
        function(FailureCategory.MISSING_FUNCTION, "def double(): return 2"),
        function(FailureCategory.TIMEOUTS, "def double(n):\n    while True: pass"),
        function(FailureCategory.TIMEOUTS, "import time\ndef double(n): time.sleep(60)"),
        function(FailureCategory.RETURN_FORMAT_ERROR, "def double(n): return str(2 * n)"),
        function(FailureCategory.RETURN_FORMAT_ERROR, "def double(n): return {2 * n}"),
        function(FailureCategory.RETURN_FORMAT_ERROR, "def double(n): print(2 * n)"),
        function(FailureCategory.WRONG_OUTPUT, "def double(n): return n + 3"),
        function(FailureCategory.WRONG_OUTPUT, "def double(n): return float('nan')"),
        function(FailureCategory.RESOURCE_LIMITS, "def double(n): return len(bytearray(1 << 40))"),
        function(
            FailureCategory.RESOURCE_LIMITS, "def double(n):\n    while True: print('x' * 10**6)"),
        function(FailureCategory.OTHER, "def double(n): return [][n]"),
        function(FailureCategory.OTHER, "def double(n): return double(n)"),
        function(FailureCategory.OTHER, "import sys\ndef double(n): sys.exit(3)"),
        function(FailureCategory.OTHER, "def double(n): return eval('2 * n')"),
        Arguments.of(SCRIPT, FailureCategory.WRONG_OUTPUT, "print(int(input()) + 5)"),
        Arguments.of(SCRIPT, FailureCategory.RETURN_FORMAT_ERROR, "print([2 * int(input())])"),
        Arguments.of(SCRIPT, FailureCategory.RETURN_FORMAT_ERROR, "x = 2 * int(input())"));
  }

  private static Arguments function(FailureCategory category, String source) {
    return Arguments.of(DOUBLE, category, source);
  }

  @ParameterizedTest
  @MethodSource("programs")
  void a_program_is_counted_as_what_it_did_wrong(
      CodeTask task, FailureCategory category, String source) {
    Attempt attempt =
        new Attempt(
            1, 1, 0, source, "", new SandboxJudge(sandbox).judge(task, source), Duration.ZERO);
    RunStart start =
        new RunStart(
            "20261122-010000-double-" + Integer.toHexString(source.hashCode()),
            task,
            Instructions.shipped(),
            InstantSource.system().instant());

    AttemptEntry entry = store.record(start, attempt);

    assertThat(entry.categories()).as(entry.problems().toString()).containsExactly(category);
    assertThat(folder.resolve(entry.files().getLast())).content().contains("program:", "task: ");
  }
}
