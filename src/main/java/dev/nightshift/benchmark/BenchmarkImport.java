package dev.nightshift.benchmark;

import dev.nightshift.codeloop.CodeLoopException;
import dev.nightshift.codeloop.SandboxJudge;
import dev.nightshift.home.AtomicFiles;
import dev.nightshift.sandbox.Limits;
import dev.nightshift.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes the problems of a file as tasks, each into a file of its own. */
public final class BenchmarkImport {
  private final Sandbox sandbox;
  private final Limits limits;

  /**
   * @param sandbox has the problems' Python parsed, and their solutions run if that is wanted
   * @param limits the most that a task may use
   */
  public BenchmarkImport(Sandbox sandbox, Limits limits) {
    this.sandbox = sandbox;
    this.limits = limits;
  }

  /**
   * What is imported.
   *
   * @param file of problems: JSON lines or an array, compressed with gzip or not
   * @param format null recognises it
   * @param to the folder; made when it is missing
   * @param only ids of problems or of tasks; empty for all
   * @param force whether tasks that are there are replaced
   * @param verify whether each solution is run on the rows and tests of its task
   */
  public record Order(
      Path file,
      @Nullable BenchmarkFormat format,
      Path to,
      List<String> only,
      boolean force,
      boolean verify) {
    public Order {
      only = List.copyOf(only);
    }
  }

  /**
   * Imports what can be; says of the rest why not. A solution stands beside its task, in a file
   * that no model is told of.
   *
   * @throws BenchmarkException FILE, OUTPUT; INTERRUPTED while solutions were run
   * @throws dev.nightshift.sandbox.SandboxException REFUSED when the boundary is missing
   */
  public ImportReport run(Order order) {
    List<ImportReport.Refused> refused = new ArrayList<>();
    List<Problem> problems = wanted(order, refused);
    List<Reading> readings = new ProblemReader(sandbox).read(problems);
    TaskText texts = new TaskText(sandbox.validation().allowedImports());
    List<ImportReport.Imported> kept = new ArrayList<>();
    List<PreparedTask> written = new ArrayList<>();
    for (int i = 0; i < problems.size(); i++) {
      Problem problem = problems.get(i);
      try {
        PreparedTask task = prepared(problem, readings.get(i), texts);
        if (Files.exists(task.file(order.to())) && !order.force()) {
          kept.add(task.in(order.to()));
        } else {
          write(order.to(), task);
          written.add(task);
        }
      } catch (CodeLoopException e) {
        refused.add(
            new ImportReport.Refused(problem.line(), problem.id(), String.valueOf(e.getMessage())));
      }
    }
    refused.sort(Comparator.comparingInt(ImportReport.Refused::line));
    return new ImportReport(
        written.stream().map(task -> task.in(order.to())).toList(),
        kept,
        refused,
        order.verify() ? new SolutionCheck(new SandboxJudge(sandbox)).failed(written) : List.of());
  }

  private static List<Problem> wanted(Order order, List<ImportReport.Refused> refused) {
    BenchmarkFile file = BenchmarkFile.read(order.file(), order.format());
    if (order.only().isEmpty()) {
      refused.addAll(file.refused());
      return file.problems();
    }
    Set<String> named = new LinkedHashSet<>(order.only());
    Set<String> missing = new LinkedHashSet<>(named);
    List<Problem> problems =
        file.problems().stream()
            .filter(problem -> named.contains(problem.id()) || named.contains(problem.taskId()))
            .toList();
    problems.forEach(problem -> missing.removeAll(List.of(problem.id(), problem.taskId())));
    file.refused().stream().filter(no -> named.contains(no.id())).forEach(refused::add);
    refused.forEach(no -> missing.remove(no.id()));
    missing.forEach(id -> refused.add(new ImportReport.Refused(0, id, "is not in the file")));
    return problems;
  }

  private PreparedTask prepared(Problem problem, Reading reading, TaskText texts) {
    return switch (reading) {
      case Reading.Usable usable -> PreparedTask.of(problem, usable, texts, limits);
      case Reading.Unusable(String why) ->
          throw new CodeLoopException(CodeLoopException.Code.TASK, why);
    };
  }

  /** The solution first: a task is there with it or not at all. */
  private static void write(Path folder, PreparedTask task) {
    try {
      if (task.solution().isEmpty()) {
        Files.deleteIfExists(task.solutionFile(folder));
      } else {
        AtomicFiles.writeString(task.solutionFile(folder), task.solution());
      }
      AtomicFiles.writeString(task.file(folder), task.text());
    } catch (IOException e) {
      throw new BenchmarkException(
          BenchmarkException.Code.OUTPUT, task.file(folder) + " cannot be written: " + e, e);
    }
  }
}
