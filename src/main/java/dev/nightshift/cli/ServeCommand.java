package dev.nightshift.cli;

import dev.nightshift.assembly.OperationException;
import dev.nightshift.assembly.Pipeline;
import dev.nightshift.assembly.PipelineServer;
import dev.nightshift.assembly.Settings;
import dev.nightshift.gateway.ServerFile;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pipeline serve}. */
@Command(
    name = "serve",
    description = "Answers over HTTP and runs the nightly job at 02:00, until it is stopped.")
final class ServeCommand implements Callable<Integer> {
  private final Session session;

  @Option(
      names = "--port",
      paramLabel = "N",
      description =
          "Where it listens, instead of nightshift.gateway.port; 0 takes a free one and says"
              + " which.")
  private @Nullable Integer port;

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
    Pipeline pipeline = new Pipeline(session.home(), settings());
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

  private Settings settings() {
    return session.settings(
        port == null ? Map.of() : Map.of("nightshift.gateway.port", String.valueOf(port)));
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
