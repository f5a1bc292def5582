package dev.nightshift.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessLockTests {
  @TempDir Path directory;

  @Test
  void one_holder_at_a_time_and_the_message_says_who() {
    Path file = directory.resolve("state/x.lock");
    try (ProcessLock lock = ProcessLock.acquire(file, "pipeline serve")) {
      assertThat(lock).isNotNull();
      assertThatThrownBy(() -> ProcessLock.acquire(file, "pipeline ask"))
          .isInstanceOfSatisfying(
              HomeException.class, e -> assertThat(e.code()).isEqualTo(HomeException.Code.LOCKED))
          .hasMessageContaining("process " + ProcessHandle.current().pid())
          .hasMessageContaining("pipeline serve");
      assertThat(ProcessLock.holder(file))
          .map(ProcessLock.Holder::purpose)
          .hasValue("pipeline serve");
    }
    assertThat(ProcessLock.holder(file)).isEmpty();
    ProcessLock.acquire(file, "pipeline ask").close();
  }

  @Test
  void another_process_holds_it_until_it_is_killed() throws Exception {
    Path file = directory.resolve("x.lock");
    Process child = holdInAnotherProcess(file);
    try {
      assertThatThrownBy(() -> ProcessLock.acquire(file, "me"))
          .isInstanceOf(HomeException.class)
          .hasMessageContaining("process " + child.pid() + " (the child, since ");
      assertThat(ProcessLock.holder(file)).map(ProcessLock.Holder::pid).hasValue(child.pid());
    } finally {
      child.destroyForcibly();
    }
    assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
    ProcessLock.acquire(file, "me").close();
  }

  private static Process holdInAnotherProcess(Path file) throws IOException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8));
    assertThat(out.readLine()).isEqualTo("held");
    return child;
  }

  /** Takes the lock and waits to be killed. */
  static final class Child {
    public static void main(String[] args) throws IOException {
      ProcessLock lock = ProcessLock.acquire(Path.of(args[0]), "the child");
      System.out.println("held");
      System.in.read();
      lock.close();
    }
  }
}
