package dev.nightshift.cli;

import dev.nightshift.assembly.OperationException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line: parses, calls one command, and says how it went by the exit status. */
public final class Cli {
  private final Session session;
  private final CommandLine commands;

  Cli(GlobalOptions options, Session session) {
    this.session = session;
    commands = new CommandLine(options);
    commands.addSubcommand(new AskCommand(session));
    commands.addSubcommand(new FeedbackCommand(session));
    commands.addSubcommand(new ImportCommand(session));
    commands.addSubcommand(new HarvestCommand(session));
    commands.addSubcommand(new TrainCommand(session));
    commands.addSubcommand(new DeployCommand(session));
    commands.addSubcommand(new RollbackCommand(session));
    commands.addSubcommand(new NightlyCommand(session));
    commands.addSubcommand(new StatusCommand(session));
    commands.addSubcommand(NodesCommand.withSubcommands(session));
    commands.addSubcommand(new EvalCommand(session));
    commands.addSubcommand(new DrillCommand(session));
    commands.addSubcommand(new ForgetCommand(session));
    commands.addSubcommand(new DoctorCommand(session));
    commands.addSubcommand(new BackupCommand(session));
    commands.addSubcommand(new RestoreCommand(session));
    commands.addSubcommand(QuarantineCommand.withSubcommands(session));
    commands.addSubcommand(new ServeCommand(session));
    commands.addSubcommand(new WorkerCommand(session));
    commands.addSubcommand(new ConsoleCommand(session));
    commands.addSubcommand(new DemoCommand(session));
    commands.addSubcommand(MemoryCommand.withSubcommands(session));
    commands.addSubcommand(ModelCommand.withSubcommands(session));
    commands.addSubcommand(KeysCommand.withSubcommands(session));
    commands.addSubcommand(SandboxCommand.withSubcommands(session));
    commands.addSubcommand(CodeCommand.withSubcommands(session));
    commands.addSubcommand(GovernanceCommand.withSubcommands(session));
    commands.setOut(new PrintWriter(session.terminal().out(), true, StandardCharsets.UTF_8));
    commands.setErr(new PrintWriter(session.terminal().err(), true, StandardCharsets.UTF_8));
    commands.setExecutionExceptionHandler((e, command, parsed) -> thrown(e));
    commands.setParameterExceptionHandler((e, args) -> misused(e));
    commands.setExecutionStrategy(this::execute);
  }

  /**
   * Runs the command line of a process.
   *
   * @return the exit status
   */
  public static int run(String[] args) {
    GlobalOptions options = new GlobalOptions();
    Map<String, String> environment = System.getenv();
    Session session = new Session(options, Terminal.system(), environment, new RunningOrLocal());
    return new Cli(options, session).execute(args);
  }

  int execute(String... args) {
    return commands.execute(args);
  }

  private int execute(CommandLine.ParseResult parsed) {
    if (parsed.subcommand() == null && !parsed.isUsageHelpRequested()) {
      commands.usage(commands.getErr());
      return session.fail("USAGE", "say which command; see above", ExitCode.WRONG_USE);
    }
    try {
      Logging.configure(session.options().verbose, session.environment());
    } catch (OperationException e) {
      return session.fail(e);
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  private int thrown(Exception e) {
    if (e instanceof RuntimeException failure) {
      if (session.options().verbose) {
        failure.printStackTrace(session.terminal().err());
      }
      return session.fail(failure);
    }
    return session.fail("FAILED", String.valueOf(e), ExitCode.FAILED);
  }

  private int misused(ParameterException e) {
    int status = session.fail("USAGE", String.valueOf(e.getMessage()), ExitCode.WRONG_USE);
    PrintWriter err = e.getCommandLine().getErr();
    if (!UnmatchedArgumentException.printSuggestions(e, err)) {
      err.println("Usage: pipeline " + usage(e.getCommandLine()));
    }
    err.println("See pipeline --help, or --help after a command.");
    return status;
  }

  private static String usage(CommandLine command) {
    return command.getHelp().synopsis(0).replaceFirst("^pipeline ", "").strip();
  }
}
