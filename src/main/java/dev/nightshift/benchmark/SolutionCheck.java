package dev.nightshift.benchmark;

import dev.nightshift.codeloop.Judge;
import dev.nightshift.codeloop.Judgement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs the solutions of tasks on these, as many at once as there are processors. */
final class SolutionCheck {
  private final Judge judge;

  SolutionCheck(Judge judge) {
    this.judge = judge;
  }

  /** Those that do not pass, in their order; a task without a solution is none. */
  List<ImportReport.Failed> failed(List<PreparedTask> tasks) {
    try (ExecutorService threads =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      List<Future<Optional<ImportReport.Failed>>> checks = new ArrayList<>();
      for (PreparedTask task : tasks) {
        checks.add(threads.submit(() -> failed(task)));
      }
      List<ImportReport.Failed> failed = new ArrayList<>();
      try {
        for (Future<Optional<ImportReport.Failed>> check : checks) {
          check.get().ifPresent(failed::add);
        }
      } catch (InterruptedException e) {
        threads.shutdownNow();
        Thread.currentThread().interrupt();
        throw new BenchmarkException(
            BenchmarkException.Code.INTERRUPTED, "interrupted while solutions were run", e);
      } catch (ExecutionException e) {
        threads.shutdownNow();
        throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
      }
      return failed;
    }
  }

  private Optional<ImportReport.Failed> failed(PreparedTask task) {
    if (task.solution().isEmpty()) {
      return Optional.empty();
    }
    Judgement judgement = judge.judge(task.task(), task.solution());
    if (judgement.passed()) {
      return Optional.empty();
    }
    String problem =
        judgement.rows().stream()
            .filter(row -> !row.passed())
            .findFirst()
            .map(
                row ->
                    "row %s: %s, expected %s"
                        .formatted(
                            row.row().id(),
                            row.output().isEmpty() ? row.problem() : row.output(),
                            row.row().expected()))
            .orElse("tests: " + judgement.testProblem());
    return Optional.of(new ImportReport.Failed(task.task().id(), problem));
  }
}
