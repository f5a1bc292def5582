package dev.nightshift.cli;

import dev.nightshift.assembly.Pipeline;
import dev.nightshift.assembly.WorkerProcess;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pipeline worker [--name --until-idle]}. */
@Command(
    name = "worker",
    description =
        "Helps with the council's part of nights over a shared database, until it is stopped.",
    footer = {
      "",
      "Needs nightshift.state.url, a PostgreSQL database that the nodes share,",
      "and the same council as theirs. It may join and leave, or be killed, at any",
      "time: see docs/workers.md."
    })
final class WorkerCommand implements Callable<Integer> {
  private static final long STOPPING_SECONDS = 20;

  private final Session session;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      defaultValue = "",
      description = "How it is called in status and logs; otherwise host and process.")
  private String name = "";

  @Option(
      names = "--until-idle",
      paramLabel = "TIME",
      description =
          "Leaves by itself when there has been nothing to do for so long, such as 30s; exit"
              + " status 3 when it had nothing to do at all.")
  private @Nullable String untilIdle;

  WorkerCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws InterruptedException {
    Duration idle = untilIdle == null ? Duration.ZERO : TimeSpan.parse(untilIdle);
    CountDownLatch stop = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stop, stopped), "stop"));
    try (Pipeline pipeline = new Pipeline(session.home(), session.settings())) {
      WorkerProcess.Worked worked = new WorkerProcess(pipeline, name).work(stop, idle, this::say);
      session.print(
          worked,
          () -> "worker %s decided %d questions".formatted(worked.worker(), worked.decided()));
      boolean idled = worked.decided() == 0 && untilIdle != null;
      return (idled ? ExitCode.NOTHING_TO_DO : ExitCode.DONE).status();
    } finally {
      stopped.countDown(); // the process may end now
    }
  }

  private void say(String line) {
    session.terminal().err().println(Instant.now().truncatedTo(ChronoUnit.SECONDS) + " " + line);
  }

  private static void stop(CountDownLatch stop, CountDownLatch stopped) {
    stop.countDown();
    try {
      boolean _ = stopped.await(STOPPING_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
