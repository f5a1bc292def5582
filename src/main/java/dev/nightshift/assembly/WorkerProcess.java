package dev.nightshift.assembly;

import dev.nightshift.council.CouncilIdentity;
import dev.nightshift.nightly.CouncilWorker;
import dev.nightshift.nightly.RunLog;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** A process that helps with the work of every node that shares its database. */
public final class WorkerProcess {
  private final Pipeline pipeline;
  private final String name;

  /**
   * A worker with the settings of a pipeline.
   *
   * @param name shown to people; no two workers have the same; blank for host and process
   */
  public WorkerProcess(Pipeline pipeline, String name) {
    this.pipeline = pipeline;
    this.name = name.isBlank() ? CouncilWorker.nameOfThisProcess() : name.strip();
    if (this.name.length() > 100 || this.name.contains(",")) {
      throw new OperationException(
          OperationException.Code.REQUEST,
          "\"" + name + "\" cannot name a worker; allowed: at most 100 characters, no comma");
    }
  }

  /**
   * What a worker did.
   *
   * @param worker its name
   * @param decided questions that it decided
   */
  public record Worked(String worker, long decided) {}

  /**
   * Works until it is stopped.
   *
   * @param stop counted down to stop it
   * @param idle leaves by itself after so long without work; zero for never
   * @param told hears in words what it does
   */
  public Worked work(CountDownLatch stop, Duration idle, Consumer<String> told)
      throws InterruptedException {
    if (!WorkAssembly.shares(pipeline.settings())) {
      throw new OperationException(
          OperationException.Code.CONFIGURATION,
          "nobody shares work here: nightshift.workers.share is auto and nightshift.state.url names"
              + " no PostgreSQL database, or it is never. Name the database of the nodes that are"
              + " to be helped; see docs/workers.md");
    }
    try (RunLog _ =
        RunLog.open(pipeline.home().logs(), "worker", InstantSource.system().instant())) {
      CouncilIdentity identity = WorkAssembly.identity(pipeline);
      CouncilWorker worker =
          new CouncilWorker(
              pipeline.database(),
              HarvestAssembly.council(pipeline),
              identity,
              pipeline.settings().workers(),
              name);
      told.accept("worker %s joins; its council: %s".formatted(name, identity.words()));
      long decided = worker.work(stop, idle, told);
      told.accept("worker %s leaves; it decided %d questions".formatted(name, decided));
      return new Worked(name, decided);
    }
  }
}
