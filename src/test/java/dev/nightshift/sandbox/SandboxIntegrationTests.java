package dev.nightshift.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What comes out of runs behind the whole boundary: of those with an interpreter of their own, and
 * of those that share one.
 */
@ParameterizedClass(name = "in a series: {0}")
@ValueSource(booleans = {false, true})
class SandboxIntegrationTests {
  private static final Limits SHORT =
      Limits.defaults().within(Duration.ofSeconds(2), Duration.ofSeconds(2));
  private static Sandbox sandbox;
  private static Series series;

  @Parameter private boolean inSeries;

  @BeforeAll
  static void open() {
    sandbox = Sandbox.open(TestSettings.full(1));
    series = sandbox.series();
  }

  @AfterAll
  static void close() {
    series.close();
    sandbox.close();
  }

  private Outcome run(Program program, Limits limits) {
    return inSeries ? series.run(program, limits) : sandbox.run(program, limits);
  }

  private Outcome script(String source, String input) {
    return run(new Program(source, new Entry.Script(input), sandbox.validation()), SHORT);
  }

  private Outcome unchecked(String source) {
    return run(new Program(source, new Entry.Script(""), Validation.off()), SHORT);
  }

  @Test
  void the_boundary_holds_on_this_machine() {
    BoundaryReport report = Sandbox.check(TestSettings.full(0));

    assertThat(report.problems()).isEmpty();
    assertThat(report.holds()).isTrue();
    assertThat(report.seen()).hasSizeGreaterThan(20).allMatch(line -> line.startsWith("closed "));
  }

  @Test
  void a_script_reads_its_input_and_prints() {
    Outcome outcome =
        script("import sys\nfor line in sys.stdin:\n    print(int(line) * 2)\n", "1\n2\n21\n");

    assertThat(outcome.ending()).isEqualTo(Ending.COMPLETED);
    assertThat(outcome.boundary()).isEqualTo(Boundary.FULL);
    assertThat(outcome.output()).isEqualTo("2\n4\n42\n");
    assertThat(outcome.succeeded()).isTrue();
  }

  @Test
  void input_that_nobody_reads_and_more_than_a_pipe_holds_are_no_trouble() {
    String much = "x".repeat(300_000);

    assertThat(script("print(1)", much).output()).isEqualTo("1\n");
    assertThat(script("import sys\nprint(len(sys.stdin.read()))", much).output())
        .isEqualTo("300000\n");
  }

  @Test
  void a_function_is_called_for_each_row() {
    Outcome outcome =
        run(
            new Program(
                "def f(a, b=1):\n    print('called')\n    return a / b\n",
                new Entry.Call("f", List.of("[6, 4]", "{\"a\": 3}", "[1, 0]", "[\"é\\u0000\"]")),
                sandbox.validation()),
            SHORT);

    assertThat(outcome.ending()).isEqualTo(Ending.COMPLETED);
    assertThat(outcome.succeeded()).isFalse();
    assertThat(outcome.output()).isEqualTo("called\n".repeat(4));
    assertThat(outcome.results()).extracting(CallResult::row).containsExactly(0, 1, 2, 3);
    assertThat(outcome.results().get(0).value())
        .isEqualTo(new CallResult.Value("float", "1.5", "1.5"));
    assertThat(outcome.results().get(1).value())
        .isEqualTo(new CallResult.Value("float", "3.0", "3.0"));
    assertThat(outcome.results().get(2).failure())
        .isEqualTo(new Failure("ZeroDivisionError", "division by zero", 3));
    assertThat(outcome.results().get(3).failure()).extracting(Failure::type).isEqualTo("TypeError");
  }

  @Test
  void a_value_that_is_no_json_has_its_text_only() {
    Outcome outcome =
        run(
            new Program(
                "def f(n):\n    return [{1}, float('nan'), (1, 2), object][n]\n",
                new Entry.Call("f", List.of("[0]", "[1]", "[2]", "[3]")), sandbox.validation()),
            SHORT);

    assertThat(outcome.results())
        .extracting(CallResult::value)
        .containsExactly(
            new CallResult.Value("set", null, "{1}"),
            new CallResult.Value("float", null, "nan"),
            new CallResult.Value("tuple", "[1, 2]", "(1, 2)"),
            new CallResult.Value("type", null, "<class 'object'>"));
  }

  @Test
  void rows_that_are_no_arguments_are_a_wrong_request() {
    for (String row : List.of("7", "\"a\"", "{", "")) {
      Program program = new Program("", new Entry.Call("f", List.of(row)), Validation.off());
      assertThatThrownBy(() -> run(program, SHORT))
          .isInstanceOfSatisfying(
              SandboxException.class,
              e -> assertThat(e.code()).isEqualTo(SandboxException.Code.REQUEST));
    }
  }

  @Test
  void an_exception_is_told_with_its_line_and_without_our_frames() {
    Outcome outcome = script("def g():\n    raise ValueError('no é')\n\ng()\n", "");

    assertThat(outcome.ending()).isEqualTo(Ending.FAILED);
    assertThat(outcome.failure()).isEqualTo(new Failure("ValueError", "no é", 2));
    assertThat(outcome.errors())
        .startsWith("Traceback (most recent call last):\n  File \"program.py\", line 4")
        .contains("raise ValueError('no é')")
        .doesNotContain("<string>");
  }

  @Test
  void an_exit_status_is_the_programs() {
    assertThat(script("import sys\nsys.exit(7)", "").exitCode()).isEqualTo(7);
    assertThat(script("import sys\nsys.exit()", "").ending()).isEqualTo(Ending.COMPLETED);
    Outcome said = script("import sys\nsys.exit('why')", "");
    assertThat(said.ending()).isEqualTo(Ending.FAILED);
    assertThat(said.errors()).isEqualTo("why\n");
  }

  @Test
  void a_program_ends_as_in_any_interpreter() {
    Outcome outcome =
        unchecked(
            """
            import atexit, os, threading, time
            class Noisy:
                def __init__(self, name):
                    self.name = name
                def __del__(self):
                    print('gone', self.name)
            def later():
                time.sleep(0.1)
                print('thread')
            atexit.register(print, 'registered')
            threading.Thread(target=later).start()
            kept = Noisy('kept')
            ring = Noisy('ring')
            ring.me = ring
            file = open(os.dup(1), 'w')
            file.write('never closed\\n')
            print('last line')
            """);

    assertThat(outcome.output().lines())
        .startsWith("last line")
        .containsSubsequence("thread", "registered", "gone kept", "gone ring")
        .contains("never closed")
        .hasSize(6);
    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.errors()).isEmpty();
    assertThat(unchecked("import sys\nsys.exit(-1)").exitCode()).isEqualTo(255);
    assertThat(unchecked("import os\nprint(1)\nos.close(1)").exitCode()).isEqualTo(120);
    Outcome raises = unchecked("import atexit\natexit.register(lambda: 1 / 0)");
    assertThat(raises.exitCode()).isZero();
    assertThat(raises.errors()).contains("ZeroDivisionError");
  }

  @Test
  void limits_end_a_run_and_say_which() {
    Outcome waits = script("import time\nprint('on', flush=True)\ntime.sleep(60)", "");
    assertThat(waits.ending()).isEqualTo(Ending.WALL_TIME);
    assertThat(waits.output()).isEqualTo("on\n");
    assertThat(waits.failure()).extracting(Failure::line).isEqualTo(3);
    assertThat(waits.errors()).isEmpty();

    Limits cpu = Limits.defaults().within(Duration.ofSeconds(20), Duration.ofMillis(500));
    Program busy = new Program("\nwhile True:\n    pass", new Entry.Script(""), Validation.off());
    Outcome computes = run(busy, cpu);
    assertThat(computes.ending()).isEqualTo(Ending.CPU_TIME);
    assertThat(computes.usage().cpu()).isGreaterThan(Duration.ofMillis(490));

    assertThat(script("x = 'a' * (2 << 30)", "").ending()).isEqualTo(Ending.MEMORY);
    Outcome prints = script("print('x' * 3_000_000)", "");
    assertThat(prints.ending()).isEqualTo(Ending.OUTPUT);
    assertThat(prints.output()).hasSize(SHORT.outputKibibytes() << 10);
  }

  @Test
  void the_memory_of_many_processes_is_one_sum() {
    Outcome outcome =
        unchecked(
            """
            import os, time
            for _ in range(6):
                if os.fork() == 0:
                    x = bytearray(os.urandom(1 << 20) * 150)
                    time.sleep(60)
            time.sleep(60)
            """);

    assertThat(outcome.ending()).isEqualTo(Ending.MEMORY);
    assertThat(outcome.usage().peakBytes()).isGreaterThan(SHORT.memoryBytes());
  }

  @Test
  void what_a_program_leaves_behind_ends_with_it() {
    Outcome outcome =
        unchecked(
            """
            import os, time
            if os.fork() == 0:
                os.setsid()
                if os.fork() == 0:
                    time.sleep(60)
                os._exit(0)
            print('over')
            """);

    assertThat(outcome.ending()).isEqualTo(Ending.COMPLETED);
    assertThat(outcome.output()).isEqualTo("over\n");
    assertThat(ProcessHandle.allProcesses().filter(Leaks::isOfASandbox).count())
        .as("only the one that waits")
        .isLessThanOrEqualTo(Leaks.processesOf(1));
  }

  @Test
  void a_fault_of_the_interpreter_is_a_crash() {
    Outcome outcome = unchecked("import ctypes\nctypes.string_at(0)\n");

    assertThat(outcome.ending()).isEqualTo(Ending.CRASHED);
    assertThat(outcome.exitCode()).isEqualTo(128 + 11);
  }

  @Test
  void the_files_of_one_run_are_not_there_in_the_next() {
    unchecked("open('/tmp/left', 'w').write('x')\nimport math\nmath.left = 1\n");

    assertThat(
            unchecked("import os, math\nprint(os.listdir('/tmp'), hasattr(math, 'left'))").output())
        .isEqualTo("[] False\n");
  }

  @Test
  void processes_are_counted_for_each_run() {
    Limits one = new Limits(Duration.ofSeconds(5), Duration.ofSeconds(5), 128, 64, 32, 1024, 32, 1);
    Program forks =
        new Program(
            """
            import os
            try:
                os.fork()
            except OSError:
                print('no more')
            """,
            new Entry.Script(""),
            Validation.off());

    assertThat(run(forks, one).output()).contains("no more");
  }
}
