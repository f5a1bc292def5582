package dev.nightshift.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Interpreters that wait: quicker, and each for one program. */
class WarmPoolIntegrationTests {
  private static final Entry SCRIPT = new Entry.Script("");

  @Test
  void each_interpreter_serves_one_program() {
    try (Sandbox sandbox = Sandbox.open(TestSettings.full(2))) {
      Program program =
          new Program(
              "import builtins\nprint(hasattr(builtins, 'seen'))\nbuiltins.seen = True",
              SCRIPT,
              Validation.off());
      for (int i = 0; i < 6; i++) {
        Outcome outcome = sandbox.run(program);
        assertThat(outcome.output()).isEqualTo("False\n");
        assertThat(outcome.usage().warm()).isTrue();
      }
    }
  }

  @Test
  void an_interpreter_that_died_while_it_waited_is_replaced() throws IOException {
    Leaks before = Leaks.seen();
    try (Sandbox sandbox = Sandbox.open(TestSettings.full(1))) {
      before.awaitProcesses(Leaks.processesOf(1));
      ProcessHandle.current()
          .descendants()
          .filter(Leaks::isOfASandbox)
          .forEach(ProcessHandle::destroyForcibly);
      before.awaitProcesses(0);

      assertThat(sandbox.run(new Program("print(1)", SCRIPT, Validation.off())).output())
          .isEqualTo("1\n");
    }
  }

  @Test
  void other_limits_than_those_it_waits_with_hold_too() {
    Limits less =
        new Limits(Duration.ofSeconds(5), Duration.ofSeconds(5), 128, 64, 32, 1024, 32, 4);
    Limits more =
        new Limits(Duration.ofSeconds(5), Duration.ofSeconds(5), 1024, 64, 64, 2048, 128, 4);
    Program program =
        new Program(
            """
            import os, resource
            disk = os.statvfs('/tmp')
            print(resource.getrlimit(resource.RLIMIT_AS)[1] >> 20,
                  resource.getrlimit(resource.RLIMIT_NOFILE)[1], disk.f_blocks * disk.f_bsize >> 20)
            """,
            SCRIPT,
            Validation.off());
    try (Sandbox sandbox = Sandbox.open(TestSettings.full(1))) {
      Outcome lower = sandbox.run(program, less);
      assertThat(lower.output()).isEqualTo("128 32 32\n");
      assertThat(lower.usage().warm()).isTrue();
      Outcome higher = sandbox.run(program, more);
      assertThat(higher.output()).isEqualTo("1024 128 64\n");
      assertThat(higher.usage().warm()).isFalse();
    }
  }

  @Test
  void eight_at_once_leave_no_process_descriptor_mount_or_file()
      throws IOException, InterruptedException, ExecutionException {
    warmUpTheJvm();
    Leaks before = Leaks.seen();
    try (Sandbox sandbox = Sandbox.open(TestSettings.full(4));
        ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<Outcome>> runs = new ArrayList<>();
      for (int i = 0; i < 80; i++) {
        String source =
            "open('f', 'w').write('x')\nimport os\nos.fork()\nprint(%d, flush=True)".formatted(i);
        runs.add(threads.submit(() -> sandbox.run(new Program(source, SCRIPT, Validation.off()))));
      }
      for (int i = 0; i < runs.size(); i++) {
        assertThat(runs.get(i).get().output()).startsWith(i + "\n");
      }
    }

    assertThat(Leaks.seen()).isEqualTo(before);
  }

  /** Whichever of its many programs it is becoming, and whatever it has just forked. */
  @Test
  void closed_at_any_moment_of_its_start_it_leaves_no_process()
      throws IOException, InterruptedException {
    Leaks before = Leaks.seen();
    for (int i = 0; i < 100; i++) {
      Sandbox sandbox = Sandbox.open(TestSettings.full(1));
      Thread.sleep(i % 50);
      sandbox.close();
      assertThat(Leaks.seen().processes()).isEqualTo(before.processes());
    }
  }

  private static void warmUpTheJvm() {
    try (Sandbox sandbox = Sandbox.open(TestSettings.full(1))) {
      sandbox.run(new Program("pass", SCRIPT, Validation.off()));
    }
  }

  @Test
  void what_runs_while_a_sandbox_is_closed_ends() throws IOException, InterruptedException {
    Leaks before = Leaks.seen();
    Sandbox sandbox = Sandbox.open(TestSettings.full(0));
    Limits hour = Limits.defaults().within(Duration.ofHours(1), Duration.ofHours(1));
    Program program = new Program("import time\ntime.sleep(3600)", SCRIPT, Validation.off());
    AtomicReference<Ending> ending = new AtomicReference<>(Ending.CRASHED);
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    ending.set(sandbox.run(program, hour).ending());
                  } catch (SandboxException e) {
                    // Closed before the program had begun: nothing to end.
                  }
                });
    before.awaitProcesses(Leaks.processesOf(1));
    sandbox.close();
    thread.join();

    assertThat(ending.get()).isEqualTo(Ending.CRASHED);
    assertThat(Leaks.seen().processes()).isEqualTo(before.processes());
  }

  @Test
  void a_closed_sandbox_runs_nothing() {
    Sandbox sandbox = Sandbox.open(TestSettings.full(1));
    sandbox.close();

    assertThatThrownBy(() -> sandbox.run(new Program("", SCRIPT, Validation.off())))
        .isInstanceOfSatisfying(
            SandboxException.class,
            e -> assertThat(e.code()).isEqualTo(SandboxException.Code.STOPPED));
  }
}
