package dev.nightshift.cli;

import dev.nightshift.assembly.OperationException;
import dev.nightshift.assembly.Operations;
import dev.nightshift.assembly.Progress;
import dev.nightshift.assembly.VersionsReply;
import dev.nightshift.assembly.VersionsRequest;
import dev.nightshift.assembly.VersionsRequest.Action;
import dev.nightshift.home.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pipeline code history|diff|restore|adopt}. */
final class VersionCommands {
  private static final String VERSION = "RUN:3, RUN:best, TASK:v2 or TASK:adopted.";

  private VersionCommands() {}

  static void addTo(CommandLine code, Session session) {
    code.addSubcommand(new History(session))
        .addSubcommand(new Diff(session))
        .addSubcommand(new Restore(session))
        .addSubcommand(new Adopt(session));
  }

  /** {@code pipeline code history [RUN]}. */
  @Command(
      name = "history",
      description = {
        "Lists runs, or the attempts of one, or what was decided about a task's solutions.",
        "The same is in code/history.git of the home, for git log."
      })
  static final class History implements Callable<Integer> {
    private final Session session;

    @Parameters(
        arity = "0..1",
        paramLabel = "RUN",
        description = "A run, a part of its name that no other has, or a task.")
    @Nullable String of;

    @Option(names = "--most", paramLabel = "N", description = "At most so many; 50 otherwise.")
    @Nullable Integer most;

    History(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      return session.run(
          (operations, _) ->
              operations.versions(new VersionsRequest(Action.HISTORY, of, null, null, most)));
    }
  }

  /** {@code pipeline code diff A B}. */
  @Command(name = "diff", description = "Tells what became other from one program to another.")
  static final class Diff implements Callable<Integer> {
    private final Session session;

    @Parameters(index = "0", paramLabel = "A", description = VERSION)
    String from = "";

    @Parameters(index = "1", paramLabel = "B", description = "The same.")
    String to = "";

    Diff(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      return session.run(
          (operations, _) ->
              operations.versions(new VersionsRequest(Action.DIFF, from, to, null, null)));
    }
  }

  /** {@code pipeline code restore A [--to FILE]}. */
  @Command(name = "restore", description = "Prints a program that is kept, or writes it to a file.")
  static final class Restore implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "A", description = VERSION)
    String of = "";

    @Option(names = "--to", paramLabel = "FILE", description = "Where to; must not exist.")
    @Nullable Path file;

    @Option(names = "--force", description = "Replaces the file when it exists.")
    boolean force;

    Restore(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      VersionsRequest request = new VersionsRequest(Action.SHOW, of, null, null, null);
      if (file == null) {
        return session.run((operations, _) -> operations.versions(request));
      }
      refuseToReplace(file);
      VersionsReply.ProgramShown program;
      try (Operations operations = session.open(Progress.silent())) {
        program = operations.versions(request).programs().getFirst();
      }
      write(program, file);
      session.print(
          new Written(program.name(), program.task(), program.commit(), file.toString()),
          () -> program.name() + " is in " + file + " now");
      return ExitCode.DONE.status();
    }

    /** What was written where. */
    private record Written(String name, String task, String commit, String file) {}

    private void refuseToReplace(Path file) {
      if (!force && Files.exists(file)) {
        throw new OperationException(
            OperationException.Code.REQUEST,
            file + " exists; name another file, or say --force to replace it");
      }
    }

    private static void write(VersionsReply.ProgramShown program, Path file) {
      if (program.source().isEmpty()) {
        throw new OperationException(
            OperationException.Code.REQUEST,
            program.name() + " holds no program: none was written");
      }
      try {
        AtomicFiles.writeString(file.toAbsolutePath(), program.source());
      } catch (IOException e) {
        throw new OperationException(
            OperationException.Code.FAILED, file + " cannot be written: " + e, e);
      }
    }
  }

  /** {@code pipeline code adopt TASK v1}, {@code pipeline code adopt RUN 3}. */
  @Command(
      name = "adopt",
      description = {
        "Puts a program in force as the solution of its task, to be taught from now on.",
        "An attempt of a run is judged again before, and is refused when it does not pass."
      })
  static final class Adopt implements Callable<Integer> {
    private final Session session;

    @Parameters(
        index = "0",
        paramLabel = "TASK|RUN",
        description = "A task, a run or a part of its name, or both in one as RUN:3, TASK:v1.")
    String of = "";

    @Parameters(
        index = "1",
        arity = "0..1",
        paramLabel = "VERSION|ATTEMPT",
        description = "Of a task such as v1, of a run such as 3, or best.")
    @Nullable String version;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the history.")
    @Nullable String reason;

    Adopt(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      return session.run(
          (operations, _) ->
              operations.versions(new VersionsRequest(Action.ADOPT, of, version, reason, null)));
    }
  }
}
