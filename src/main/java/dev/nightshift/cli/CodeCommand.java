package dev.nightshift.cli;

import dev.nightshift.assembly.CodeRunsRequest;
import dev.nightshift.assembly.Request;
import dev.nightshift.codeloop.TaskCatalog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pipeline code run|tasks}. */
@Command(
    name = "code",
    description = "Has the model write Python until it satisfies a task's ground-truth data.")
final class CodeCommand implements Callable<Integer> {
  private static final String ID = "Of the run.";

  private final Session session;

  private CodeCommand(Session session) {
    this.session = session;
  }

  static CommandLine withSubcommands(Session session) {
    CommandLine code =
        new CommandLine(new CodeCommand(session))
            .addSubcommand(new Run(session))
            .addSubcommand(new CodeImportCommand(session))
            .addSubcommand(new CodeEvaluateCommand(session))
            .setCaseInsensitiveEnumValuesAllowed(true);
    VersionCommands.addTo(code, session);
    return code;
  }

  @Override
  public Integer call() {
    return session.fail(
        "USAGE",
        "say code run --task FILE, or code tasks, evaluate, import, history, diff, restore, adopt",
        ExitCode.WRONG_USE);
  }

  @Command(name = "tasks", description = "Lists the tasks that come with the program.")
  int tasks() {
    session.print(
        TaskCatalog.names(), () -> String.join(System.lineSeparator(), TaskCatalog.names()));
    return ExitCode.DONE.status();
  }

  @Command(name = "runs", description = "Lists runs, the newest first.")
  int runs() {
    return look(CodeRunsRequest.Action.LIST, null);
  }

  @Command(name = "show", description = "Shows a run: its programs, and the best one in full.")
  int show(@Parameters(paramLabel = "ID", description = ID) String id) {
    return look(CodeRunsRequest.Action.SHOW, id);
  }

  @Command(name = "cancel", description = "Ends a run.")
  int cancel(@Parameters(paramLabel = "ID", description = ID) String id) {
    return look(CodeRunsRequest.Action.CANCEL, id);
  }

  private int look(CodeRunsRequest.Action action, @Nullable String id) {
    CodeRunsRequest request = new CodeRunsRequest(action, id);
    return session.run((operations, progress) -> operations.codeRuns(request));
  }

  /** {@code pipeline code run --task FILE}. */
  @Command(
      name = "run",
      description = {
        "Works on a task: writes, runs, judges, repairs. Ends with 0 when everything passes.",
        "Programs run in the sandbox: see pipeline sandbox check."
      })
  static final class Run implements Callable<Integer> {
    private final Session session;

    @Option(
        names = "--task",
        paramLabel = "FILE",
        required = true,
        description = "A YAML file, or the name of a task that comes with the program.")
    String task = "";

    @Option(names = "--rounds", paramLabel = "N", description = "Most rounds, instead of as set.")
    @Nullable Integer rounds;

    Run(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      Path file = Path.of(task);
      String named = Files.exists(file) ? file.toAbsolutePath().normalize().toString() : task;
      Request.Code request = new Request.Code(named, rounds);
      return session.run((operations, progress) -> operations.code(request, progress));
    }
  }
}
