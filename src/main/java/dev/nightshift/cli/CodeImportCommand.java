package dev.nightshift.cli;

import dev.nightshift.assembly.Settings;
import dev.nightshift.benchmark.BenchmarkFormat;
import dev.nightshift.benchmark.BenchmarkImport;
import dev.nightshift.benchmark.ImportReport;
import dev.nightshift.sandbox.Sandbox;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pipeline code import FILE}. */
@Command(
    name = "import",
    description = {
      "Makes tasks of the problems of a benchmark's file, each a YAML file with its solution beside"
          + " it.",
      "Ends with 1 when some could not be imported, or with --verify when a solution does not pass."
    })
final class CodeImportCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(
      paramLabel = "FILE",
      description = "Problems of HumanEval or MBPP: JSON lines or an array, .gz or not.")
  Path file = Path.of("");

  @Option(
      names = "--format",
      paramLabel = "humaneval|mbpp",
      description = "Instead of what the fields say.")
  @Nullable BenchmarkFormat format;

  @Option(names = "--to", paramLabel = "DIR", description = "Where; tasks, if not said.")
  Path to = Path.of("tasks");

  @Option(
      names = "--only",
      paramLabel = "ID",
      split = ",",
      description = "These problems, by their task_id or the task's id.")
  List<String> only = List.of();

  @Option(names = "--force", description = "Replaces tasks that are there.")
  boolean force;

  @Option(names = "--verify", description = "Runs each solution on its task, in the sandbox.")
  boolean verify;

  CodeImportCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    BenchmarkImport.Order order =
        new BenchmarkImport.Order(
            Path.of(InputFile.existing(file)),
            format,
            to.toAbsolutePath().normalize(),
            only,
            force,
            verify);
    Settings settings = session.settings();
    try (Sandbox sandbox = Sandbox.open(settings.sandbox())) {
      ImportReport report = new BenchmarkImport(sandbox, settings.sandbox().limits()).run(order);
      session.print(report, () -> CodeImportText.of(report, order));
      return status(report).status();
    }
  }

  private static ExitCode status(ImportReport report) {
    if (!report.refused().isEmpty() || !report.failed().isEmpty()) {
      return ExitCode.FAILED;
    }
    return report.imported().isEmpty() ? ExitCode.NOTHING_TO_DO : ExitCode.DONE;
  }
}
