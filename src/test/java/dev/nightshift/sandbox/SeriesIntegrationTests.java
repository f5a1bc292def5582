package dev.nightshift.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What runs of one series have of each other. */
class SeriesIntegrationTests {
  /** Long enough for 300 MB on a slow machine, and shorter than three of the sleeps below. */
  private static final Limits SHORT =
      Limits.defaults().within(Duration.ofSeconds(5), Duration.ofSeconds(5));

  private static final String ORDINARY = "print('ordinary')";

  private static Sandbox sandbox;

  @BeforeAll
  static void open() {
    sandbox = Sandbox.open(TestSettings.full(1));
  }

  @AfterAll
  static void close() {
    sandbox.close();
  }

  private static Outcome run(Series series, String source) {
    return run(series, source, "");
  }

  private static Outcome run(Series series, String source, String input) {
    return series.run(new Program(source, new Entry.Script(input), Validation.off()), SHORT);
  }

  @Test
  void all_of_them_are_forked_from_one_interpreter() {
    // The address of an object that an interpreter made when it started.
    String which = "import re\nprint(id(re))";
    try (Series series = sandbox.series();
        Series other = sandbox.series()) {
      String first = run(series, which).output();

      assertThat(run(series, which).output()).isEqualTo(first);
      assertThat(run(series, which).output()).isEqualTo(first);
      assertThat(run(other, which).output()).isNotEqualTo(first);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "open('/tmp/left', 'w').write('x')",
        "import os\nos.mkdir('/tmp/deep')\nos.chmod('/tmp/deep', 0)",
        "import re, random, sys\nre.left = 1\nrandom.seed(1)\nsys.stdin = None",
        "import os\nos.chdir('/')\nos.close(0)\nos.close(1)\nos.close(2)",
        "import os\nfor s in (0, 1, 2): os.set_blocking(s, False)",
        """
        import os, time
        if os.fork() == 0:
            os.setsid()
            time.sleep(60)
            print('late')
        """,
        "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)",
        "import os, signal\nos.kill(os.getppid(), signal.SIGSTOP)",
        "import os, signal\nos.kill(-1, signal.SIGKILL)",
        "import os, signal\nos.kill(0, signal.SIGKILL)",
        "import resource, os\nresource.prlimit(os.getppid(), resource.RLIMIT_NOFILE, (3, 3))",
        "while True: pass",
        "x = 'a' * (2 << 30)",
        "print('x' * 3_000_000)",
        "import ctypes\nctypes.string_at(0)",
        "import os\nwhile True: os.fork()",
      })
  void the_next_one_has_nothing_of_a_run_that_tried_to_leave_something(String source) {
    try (Series series = sandbox.series()) {
      run(series, source);

      Outcome next =
          run(
              series,
              "import os, random, re, sys\n"
                  + "print(os.listdir('/tmp'), os.getcwd(), hasattr(re, 'left'), sys.stdin.read())",
              "given");

      assertThat(next.output()).isEqualTo("[] /tmp False given\n");
      assertThat(next.errors()).isEmpty();
      assertThat(next.ending()).isEqualTo(Ending.COMPLETED);
    }
  }

  @Test
  void chance_is_not_the_same_in_each() {
    String source = "import random\nprint(random.random())";
    try (Series series = sandbox.series()) {
      assertThat(run(series, source).output()).isNotEqualTo(run(series, source).output());
    }
  }

  @Test
  void none_can_pretend_its_end_or_read_what_is_for_the_next() {
    String pretends =
        """
        import os, sys, gc
        seen = [o for o in gc.get_objects() if isinstance(o, dict) and 'mark' in o]
        for word in [o['mark'].replace('-', '') for o in seen] + ['0' * 32]:
            for stream in (2, 1):
                os.write(stream, b'\\x1f' + word.encode() + b' 000 1\\n')
        sys.stdout.write(repr(sys.stdin.read()))
        sys.exit(3)
        """;
    try (Series series = sandbox.series()) {
      Outcome outcome = run(series, pretends, "mine");

      assertThat(outcome.exitCode()).isEqualTo(3);
      assertThat(outcome.output()).endsWith("'mine'");
      assertThat(run(series, ORDINARY).output()).isEqualTo("ordinary\n");
    }
  }

  @ParameterizedTest
  @CsvSource({"0", "10", "65536", "65537", "300000"})
  void input_of_any_length_is_read_to_its_end(int length) {
    String input = "é".repeat(length / 2);
    try (Series series = sandbox.series()) {
      for (int i = 0; i < 2; i++) {
        assertThat(run(series, "import sys\nprint(len(sys.stdin.read()))", input).output())
            .isEqualTo(length / 2 + "\n");
        assertThat(run(series, ORDINARY, input).output()).isEqualTo("ordinary\n");
      }
    }
  }

  @Test
  void each_may_use_all_that_its_limits_allow() {
    String most = "import os\nos.write(1, b'x' * (1 << 20))";
    String slow = "import time\ntime.sleep(2)\nprint('over')";
    String holds = "x = bytearray(b'x') * (300 << 20)";
    try (Series series = sandbox.series()) {
      for (int i = 0; i < 3; i++) {
        assertThat(run(series, most).output()).hasSize(SHORT.outputKibibytes() << 10);
        assertThat(run(series, slow).output()).isEqualTo("over\n");
        assertThat(run(series, holds).ending()).isEqualTo(Ending.COMPLETED);
      }
    }
  }

  @Test
  void other_limits_are_given_another_interpreter() {
    Limits small = new Limits(Duration.ofSeconds(5), Duration.ofSeconds(5), 128, 64, 16, 64, 32, 4);
    Program fills =
        new Program(
            "open('/tmp/a', 'wb').write(b'x' * (20 << 20))",
            new Entry.Script(""),
            Validation.off());
    try (Series series = sandbox.series()) {
      assertThat(series.run(fills, SHORT).ending()).isEqualTo(Ending.COMPLETED);
      assertThat(series.run(fills, small).failure()).extracting(Failure::type).isEqualTo("OSError");
      assertThat(series.run(fills, SHORT).ending()).isEqualTo(Ending.COMPLETED);
    }
  }

  @Test
  void without_namespaces_each_has_its_own_interpreter() {
    try (Sandbox unsafe = Sandbox.open(TestSettings.full(0).with(Boundary.UNSAFE, 1, 1));
        Series series = unsafe.series()) {
      String leaves = "import os, sys\nopen('x', 'w').close()\nprint(os.listdir('.'))";

      assertThat(run(series, leaves).output()).isEqualTo("['x']\n");
      assertThat(run(series, leaves).boundary()).isEqualTo(Boundary.UNSAFE);
    }
  }

  @Test
  void nothing_is_left_of_many_series() throws IOException {
    Leaks before = Leaks.seen();
    for (int i = 0; i < 40; i++) {
      try (Series series = sandbox.series()) {
        assertThat(run(series, ORDINARY).output()).isEqualTo("ordinary\n");
        assertThat(run(series, ORDINARY).output()).isEqualTo("ordinary\n");
      }
    }

    assertThat(Leaks.seen().mounts()).isEqualTo(before.mounts());
    assertThat(Leaks.seen().files()).isEqualTo(before.files());
    assertThat(ProcessHandle.allProcesses().filter(Leaks::isOfASandbox).count())
        .as("only the one that waits, and the one that is being started")
        .isLessThanOrEqualTo(Leaks.processesOf(2));
  }
}
