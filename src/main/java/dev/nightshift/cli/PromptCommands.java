package dev.nightshift.cli;

import dev.nightshift.assembly.PromptsRequest;
import dev.nightshift.assembly.PromptsRequest.Action;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code pipeline governance prompts|improve|try|propose|adopt|reject|rollback}: what the improver
 * of the code loop is told before every task.
 */
final class PromptCommands {
  private PromptCommands() {}

  /** Puts them under a command. */
  static void addTo(CommandLine command, Session session) {
    command.addSubcommand(new Prompts(session));
    command.addSubcommand(new Improve(session));
    command.addSubcommand(new Try(session));
    command.addSubcommand(new Propose(session));
    command.addSubcommand(new Adopt(session));
    command.addSubcommand(new Reject(session));
    command.addSubcommand(new Rollback(session));
  }

  private static int run(Session session, PromptsRequest request) {
    return session.run((operations, progress) -> operations.prompts(request, progress));
  }

  /** Which tasks are tried on. */
  static final class Tasks {
    @Option(
        names = "--task",
        paramLabel = "TASK",
        description =
            "A task to try on: a name, a file, or a folder of files; more than once for several."
                + " Default: those of the program.")
    @Nullable List<String> named;

    private List<String> absolute() {
      return named == null
          ? List.of()
          : named.stream()
              .map(
                  task ->
                      Files.exists(Path.of(task))
                          ? Path.of(task).toAbsolutePath().normalize().toString()
                          : task)
              .toList();
    }
  }

  /** Why something is done. */
  static final class Reason {
    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; it is kept.")
    @Nullable String text;
  }

  @Command(
      name = "prompts",
      description = "Lists the versions of what the improver is told, and the candidates.")
  private static final class Prompts implements Callable<Integer> {
    private final Session session;

    @Parameters(
        paramLabel = "ID",
        arity = "0..1",
        description = "Shows one candidate with its trials.")
    @Nullable String id;

    Prompts(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      Action action = id == null ? Action.LIST : Action.SHOW;
      return run(session, new PromptsRequest(action, id, null, null, null, false));
    }
  }

  @Command(
      name = "improve",
      description = {
        "Looks for better instructions on some tasks and tries the best on the others.",
        "It is adopted only if it wins by more than noise gives; ends with 1 otherwise."
      })
  private static final class Improve implements Callable<Integer> {
    private final Session session;
    @Mixin Tasks tasks = new Tasks();

    Improve(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      return run(
          session, new PromptsRequest(Action.IMPROVE, null, null, null, tasks.absolute(), false));
    }
  }

  @Command(
      name = "try",
      description = "Tries a candidate against the version in force, on the tasks held out.")
  private static final class Try implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "ID", description = "Of the candidate.")
    String id = "";

    @Mixin Tasks tasks = new Tasks();

    Try(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      return run(session, new PromptsRequest(Action.TRY, id, null, null, tasks.absolute(), false));
    }
  }

  @Command(name = "propose", description = "Takes instructions of yours in as a candidate.")
  private static final class Propose implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "FILE", description = "The instructions, as plain text.")
    Path file = Path.of("");

    @Mixin Reason reason = new Reason();

    Propose(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      try {
        String text = Files.readString(file);
        return run(
            session, new PromptsRequest(Action.PROPOSE, null, text, reason.text, null, false));
      } catch (IOException e) {
        return session.fail("USAGE", file + " cannot be read: " + e, ExitCode.WRONG_USE);
      }
    }
  }

  @Command(name = "adopt", description = "Puts a candidate in force that won its trial.")
  private static final class Adopt implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "ID", description = "Of the candidate.")
    String id = "";

    @Mixin Reason reason = new Reason();

    @Option(
        names = "--force",
        description = "Also one that lost or was not tried; that it was is kept, too.")
    boolean force;

    Adopt(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      return run(session, new PromptsRequest(Action.ADOPT, id, null, reason.text, null, force));
    }
  }

  @Command(name = "reject", description = "Gives a candidate up.")
  private static final class Reject implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "ID", description = "Of the candidate.")
    String id = "";

    @Mixin Reason reason = new Reason();

    Reject(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      return run(session, new PromptsRequest(Action.REJECT, id, null, reason.text, null, false));
    }
  }

  @Command(name = "rollback", description = "Puts another version in force.")
  private static final class Rollback implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "VERSION", description = "Such as v1.")
    String version = "";

    @Mixin Reason reason = new Reason();

    Rollback(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      return run(
          session, new PromptsRequest(Action.ROLLBACK, version, null, reason.text, null, false));
    }
  }
}
