package dev.nightshift.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Runs in sandboxes of their own. */
class SandboxLifeIntegrationTests {
  @Test
  void a_run_outlives_the_thread_that_had_it_started() throws InterruptedException {
    AtomicReference<Outcome> outcome = new AtomicReference<>();
    try (Sandbox cold = Sandbox.open(TestSettings.full(0))) {
      Thread first = Thread.ofPlatform().start(() -> outcome.set(cold.run(sleeper("0.1"))));
      first.join();
      try (Sandbox filledByAThreadThatEnded = filledElsewhere()) {
        assertThat(filledByAThreadThatEnded.run(sleeper("0.2")).succeeded()).isTrue();
      }
    }
    assertThat(outcome.get().succeeded()).isTrue();
  }

  private static Sandbox filledElsewhere() throws InterruptedException {
    AtomicReference<Sandbox> opened = new AtomicReference<>();
    Thread thread = Thread.ofPlatform().start(() -> opened.set(Sandbox.open(TestSettings.full(1))));
    thread.join();
    return opened.get();
  }

  private static Program sleeper(String seconds) {
    return new Program(
        "import time\ntime.sleep(" + seconds + ")", new Entry.Script(""), Validation.off());
  }

  @Test
  void an_interrupted_run_is_stopped_and_leaves_nothing() throws InterruptedException {
    AtomicReference<Object> thrown = new AtomicReference<>("nothing");
    try (Sandbox own = Sandbox.open(TestSettings.full(0))) {
      Thread thread =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      own.run(sleeper("60"));
                    } catch (SandboxException e) {
                      thrown.set(e.code());
                    }
                  });
      Thread.sleep(300);
      thread.interrupt();
      thread.join();
    }

    assertThat(thrown.get()).isEqualTo(SandboxException.Code.STOPPED);
  }

  @Test
  void the_unsafe_boundary_runs_and_says_so() {
    SandboxSettings settings = TestSettings.full(0).with(Boundary.UNSAFE, 1, 1);
    try (Sandbox unsafe = Sandbox.open(settings)) {
      Outcome outcome =
          unsafe.run(
              new Program(
                  "import os\nopen('x', 'w').close()\nprint(os.listdir('.'), os.getuid() != 0)",
                  new Entry.Script(""),
                  Validation.off()));

      assertThat(outcome.errors()).isEmpty();
      assertThat(outcome.boundary()).isEqualTo(Boundary.UNSAFE);
      assertThat(outcome.output()).isEqualTo("['x'] True\n");
    }
  }
}
