package dev.nightshift.appraisal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.codeloop.CodeTask;
import dev.nightshift.codeloop.Judgement;
import dev.nightshift.codeloop.Quality;
import dev.nightshift.codeloop.TaskFile;
import dev.nightshift.sandbox.Limits;
import dev.nightshift.sandbox.Sandbox;
import dev.nightshift.sandbox.ShippedSandbox;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Real programs in the real sandbox. */
class AppraiserIntegrationTests {
  private static Sandbox sandbox;
  private static Appraiser appraiser;

  @BeforeAll
  static void open() {
    sandbox = ShippedSandbox.open();
    appraiser = new Appraiser(sandbox);
  }

  @AfterAll
  static void close() {
    sandbox.close();
  }

  private static CodeTask task(String function, String row) {
    return TaskFile.parse(
        "the task",
        "t",
        "prompt: p\nfunction: \"" + function + "\"\nrows:\n  - " + row + "\n",
        Limits.defaults());
  }

  @Test
  void a_quadratic_program_grows_faster_than_a_linear_one() {
    CodeTask task = task("differences(a)", "{args: [[3, 1, 2]], expected: 3}");
    Appraisal slow =
        appraiser.appraise(
            task, "def differences(a):\n    return sum(1 for x in a for y in a if x < y)\n");
    Appraisal fast =
        appraiser.appraise(
            task,
            """
            def differences(a):
                count = 0
                for place, _ in enumerate(a):
                    count += place
                return count
            """);

    assertThat(slow.correctness().score()).isEqualTo(1);
    assertThat(fast.correctness().score()).isEqualTo(1);
    assertThat(slow.efficiency().n()).isEqualTo("the length of its argument");
    assertThat(slow.efficiency().time().order()).isGreaterThan(fast.efficiency().time().order());
    assertThat(slow.efficiency().score()).isLessThan(1);
    assertThat(fast.efficiency().memory().order()).isEqualTo(Order.CONSTANT);
  }

  @Test
  void of_two_programs_that_pass_the_faster_is_preferred_though_it_is_longer() {
    CodeTask task = task("fib(n)", "{args: [10], expected: 55}");
    String slow = "def fib(n):\n    return n if n < 2 else fib(n - 1) + fib(n - 2)\n";
    String fast =
        """
        def fib(n):
            last, this = 0, 1
            for _ in range(n):
                last, this = this, last + this
            return last
        """;
    Judgement passed = appraiser.appraise(task, slow).correctness().judgement();

    Quality before = appraiser.quality(task, slow, passed, Duration.ofSeconds(5));
    Quality after = appraiser.quality(task, fast, passed, Duration.ofSeconds(5));
    assertThat(before.practice()).isEqualTo(1);
    assertThat(after.against(before, "v1").better()).isTrue();
    assertThat(before.against(after, "v1").better()).isFalse();
    assertThat(appraiser.quality(task, slow, passed, Duration.ZERO).growth()).isEmpty();
  }

  @Test
  void growth_that_leaves_no_time_for_large_inputs_is_seen_too() {
    Appraisal appraisal =
        appraiser.appraise(
            task("fib(n)", "{args: [10], expected: 55}"),
            "def fib(n):\n    return n if n < 2 else fib(n - 1) + fib(n - 2)\n");

    assertThat(appraisal.efficiency().time().order()).isEqualTo(Order.EXPONENTIAL);
    assertThat(appraisal.efficiency().score()).isEqualTo(0);
  }

  /** Of n numbers one to a line; what is asked for is how many there are. */
  private static CodeTask script(String make) {
    return TaskFile.parse(
        "the task",
        "t",
        "prompt: p\nstdin: true\nrows:\n  - {stdin: \"1\\n2\", expected: \"2\"}\n"
            + (make.isEmpty()
                ? ""
                : "sizes:\n  counts: lines\n  make: |\n" + make.indent(4).replace("\t", " ")),
        Limits.defaults());
  }

  private static final String LINES =
      "def make(n):\n    return '\\n'.join(str(random.randrange(n)) for _ in range(n))\n";

  @Test
  void a_script_is_measured_on_the_inputs_that_its_task_makes_however_it_reads_them() {
    CodeTask task = script(LINES);
    Appraisal slow =
        appraiser.appraise(
            task,
            """
            import sys
            lines = [int(line) for line in sys.stdin]
            print(sum(1 for a in lines for b in lines if a == b) * 0 + len(lines))
            """);
    Appraisal fast =
        appraiser.appraise(
            task, "f = open(0)\ndef read():\n    return f.read()\nprint(len(read().split()))\n");
    Appraisal asking =
        appraiser.appraise(
            task,
            """
            import sys
            count = 0
            while True:
                try:
                    input()
                except EOFError:
                    break
                count += 1
            print(count)
            sys.exit()
            """);

    assertThat(slow.efficiency().n()).isEqualTo("the number of lines");
    assertThat(slow.correctness().score()).isEqualTo(1);
    for (Appraisal linear : List.of(fast, asking)) {
      assertThat(linear.correctness().score()).isEqualTo(1);
      assertThat(linear.efficiency().time().order()).isLessThan(slow.efficiency().time().order());
      assertThat(linear.efficiency().samples().getLast().n()).isGreaterThan(1000);
    }
  }

  @Test
  void inputs_that_a_task_cannot_make_are_the_tasks_fault_and_said_so() {
    assertThat(reason(script(""))).contains("the task can say how, with sizes");
    assertThat(reason(script("def make(n):\n    return n / 0\n")))
        .isEqualTo("the task's make(4) fails: ZeroDivisionError: division by zero");
    assertThat(reason(script("def make(n):\n    return [n]\n")))
        .isEqualTo("the task's make(4) must return the text that is read, not list");
    assertThat(reason(script("def make(n):\n    while n: pass\n")))
        .contains("make(4) takes longer than 1 s");
    assertThat(reason(script("def make(n): return (\n"))).contains("sizes.make is no program");
  }

  private static String reason(CodeTask task) {
    String counts = "import sys\nprint(len(sys.stdin.read().split()))\n";
    return appraiser.appraise(task, counts).efficiency().time().reason();
  }

  @Test
  void the_inputs_of_a_function_can_be_made_by_its_task_too() {
    CodeTask task =
        TaskFile.parse(
            "the task",
            "t",
            """
            prompt: p
            function: "count(pairs, by)"
            rows:
              - {args: {pairs: [], by: 1.5}, expected: 0}
            sizes:
              counts: pairs
              from: 8
              to: 4096
              make: |
                def make(n):
                    return {"by": 1.5, "pairs": [[random.random(), i] for i in range(n)]}
            """,
            Limits.defaults());
    Efficiency efficiency =
        appraiser
            .appraise(task, "def count(by, pairs):\n    return sum(1 for _, _ in pairs)\n")
            .efficiency();

    assertThat(efficiency.n()).isEqualTo("the number of pairs");
    assertThat(efficiency.samples().getFirst().n()).isEqualTo(8);
    assertThat(efficiency.samples().getLast().n()).isLessThanOrEqualTo(4096);
    assertThat(efficiency.score()).isEqualTo(1);
  }

  @Test
  void a_longest_row_that_cannot_grow_gives_way_to_one_that_can() {
    CodeTask task =
        task("double(n)", "{args: [5], expected: 10}\n  - {args: [-123], expected: -246}");

    Efficiency efficiency =
        appraiser.appraise(task, "def double(n):\n    return n * 2\n").efficiency();

    assertThat(efficiency.n()).isEqualTo("its argument");
    assertThat(efficiency.samples()).hasSizeGreaterThan(5);
  }

  @Test
  void what_cannot_be_measured_says_why() {
    CodeTask half = task("half(x)", "{args: [1.5], expected: 0.75}");
    assertThat(appraiser.appraise(half, "def half(x):\n    return x / 2\n").efficiency())
        .isEqualTo(Efficiency.unknown("no argument can be made larger"));
    assertThat(
            appraiser.appraise(half, "def half(x):\n    return x\n").efficiency().time().reason())
        .startsWith("there is no row that it passes");
    assertThat(
            appraiser
                .appraise(half, "import os\ndef half(x):\n    return x\n")
                .efficiency()
                .time()
                .reason())
        .isEqualTo("the program does not run");
    CodeTask few = task("f(a)", "{args: [[1]], expected: 1}");
    assertThat(
            appraiser
                .appraise(few, "def f(a):\n    assert len(a) < 5\n    return 1\n")
                .efficiency()
                .time()
                .reason())
        .contains("larger inputs make it fail: AssertionError");
  }

  @Test
  void a_program_that_forges_what_is_measured_forges_for_itself_alone() {
    Appraisal appraisal =
        appraiser.appraise(
            task("f(a)", "{args: [[1]], expected: 1}"),
            """
            import sys
            print('{"n": 1, "seconds": -1}')
            def f(a):
                print('W {"about": 1}', '[[[')
                sys.exit(0) if len(a) > 3 else None
                return 1
            """);

    assertThat(appraisal.correctness().score()).isEqualTo(1);
    assertThat(appraisal.efficiency().score()).isNull();
    assertThat(appraisal.efficiency().time().reason()).contains("SystemExit");
  }
}
