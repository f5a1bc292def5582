package dev.nightshift.cli;

import dev.nightshift.assembly.OperationException;
import dev.nightshift.assembly.Pipeline;
import dev.nightshift.assembly.PipelineServer;
import dev.nightshift.gateway.ServerFile;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;

/** {@code pipeline serve}. */
@Command(
    name = "serve",
    description = "Answers over HTTP and runs the nightly job at 02:00, until it is stopped.")
final class ServeCommand implements Callable<Integer> {
  private final Session session;

  ServeCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws InterruptedException {
    ServerFile.find(session.home().state())
        .ifPresent(
            other -> {
              throw new OperationException(
                  OperationException.Code.REQUEST,
                  "a server runs on this home already: " + other.url());
            });
    Pipeline pipeline = new Pipeline(session.home(), session.settings());
    CountDownLatch stop = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  stop.countDown();
                  awaitQuietly(stopped);
                },
                "stop"));
    try (pipeline;
        PipelineServer server = PipelineServer.start(pipeline)) {
      session.terminal().err().println("serving " + session.home().root() + " at " + server.url());
      stop.await();
    } finally {
      stopped.countDown();
    }
    return ExitCode.DONE.status();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
