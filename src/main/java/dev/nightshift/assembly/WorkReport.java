package dev.nightshift.assembly;

import dev.nightshift.gateway.Figure;
import dev.nightshift.gateway.HealthPart;
import dev.nightshift.state.DatabaseHealth;
import dev.nightshift.workers.RunProgress;
import dev.nightshift.workers.WorkerSeen;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * The council's work among processes, as status, health, metrics and a night's progress tell it.
 */
final class WorkReport {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private WorkReport() {}

  /** Nights go on without workers; one that is refused is a fault of somebody's settings. */
  static HealthPart health(Pipeline pipeline) {
    if (DatabaseHealth.trouble(pipeline.database(), PATIENCE).isPresent()) {
      return new HealthPart(
          "workers", HealthPart.State.DEGRADED, "not known without the state database");
    }
    List<WorkerSeen> workers = WorkAssembly.workers(pipeline);
    long refused = count(workers, WorkerSeen.State.REFUSED);
    String words =
        "%d here, %d at work, %d refused"
            .formatted(workers.size(), count(workers, WorkerSeen.State.WORKS), refused);
    return new HealthPart(
        "workers",
        refused > 0 ? HealthPart.State.DEGRADED : HealthPart.State.OK,
        words + WorkAssembly.run(pipeline).map(run -> "; " + words(run)).orElse(""));
  }

  /** How far the newest work of this node is; empty when none was ever given out. */
  static String words(RunProgress run) {
    return "%d of %d partitions done, %d begun again%s"
        .formatted(
            run.done(),
            run.partitions(),
            run.retries(),
            run.workers().isEmpty() ? "" : ", by " + String.join(", ", run.workers()));
  }

  static SharedWork reply(Pipeline pipeline) {
    Optional<RunProgress> run = WorkAssembly.run(pipeline);
    List<SharedWork.Worker> workers =
        WorkAssembly.workers(pipeline).stream()
            .map(one -> new SharedWork.Worker(one.name(), state(one), one.doing(), one.decided()))
            .toList();
    return new SharedWork(
        workers,
        run.map(RunProgress::partitions).orElse(0),
        run.map(RunProgress::done).orElse(0),
        run.map(RunProgress::retries).orElse(0),
        run.map(one -> one.finishedAt() == null && one.waitedFor()).orElse(false),
        run.map(RunProgress::workers).orElse(List.of()));
  }

  static void figures(Pipeline pipeline, List<Figure> figures) {
    List<WorkerSeen> workers =
        WorkAssembly.shares(pipeline.settings()) ? WorkAssembly.workers(pipeline) : List.of();
    for (WorkerSeen.State state : WorkerSeen.State.values()) {
      figures.add(
          new Figure(
              "nightshift.workers",
              "Processes that help with the council's work, by what they do",
              Map.of("state", state.name().toLowerCase(Locale.ROOT)),
              count(workers, state)));
    }
    Optional<RunProgress> run =
        WorkAssembly.shares(pipeline.settings()) ? WorkAssembly.run(pipeline) : Optional.empty();
    Map<String, Integer> partitions =
        Map.of(
            "all", run.map(RunProgress::partitions).orElse(0),
            "done", run.map(RunProgress::done).orElse(0),
            "again", run.map(RunProgress::retries).orElse(0));
    partitions.forEach(
        (state, count) ->
            figures.add(
                new Figure(
                    "nightshift.council.partitions",
                    "Partitions of the newest harvest's questions: all, done, begun once more",
                    Map.of("state", state),
                    count)));
  }

  /** Of the harvest that has just ended. */
  static void numbers(Pipeline pipeline, Map<String, Double> numbers) {
    if (WorkAssembly.shares(pipeline.settings())) {
      WorkAssembly.run(pipeline)
          .ifPresent(
              run -> {
                numbers.put("partitions", (double) run.partitions());
                numbers.put("partitions_again", (double) run.retries());
                numbers.put("workers", (double) run.workers().size());
              });
    }
  }

  /**
   * What the progress of a harvest adds to what it says of itself: empty where nothing is shared,
   * and looked up at most once a second.
   */
  static Supplier<String> progress(Pipeline pipeline) {
    if (!WorkAssembly.shares(pipeline.settings())) {
      return () -> "";
    }
    AtomicReference<Words> last = new AtomicReference<>(new Words(Instant.EPOCH, ""));
    return () -> {
      Instant now = pipeline.clock().instant();
      if (last.get().at().plusSeconds(1).isBefore(now)) {
        last.set(
            new Words(now, WorkAssembly.run(pipeline).map(run -> "; " + words(run)).orElse("")));
      }
      return last.get().text();
    };
  }

  private record Words(Instant at, String text) {}

  private static String state(WorkerSeen worker) {
    return worker.state().name().toLowerCase(Locale.ROOT);
  }

  private static long count(List<WorkerSeen> workers, WorkerSeen.State state) {
    return workers.stream().filter(one -> one.state() == state).count();
  }
}
