package dev.nightshift.cli;

import dev.nightshift.assembly.OperationException;
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
      return session.run(
          (operations, _) -> {
            refuseToReplace();
            VersionsReply reply =
                operations.versions(new VersionsRequest(Action.SHOW, of, null, null, null));
            write(reply.programs().getFirst());
            return reply;
          });
    }

    private void refuseToReplace() {
      if (file != null && !force && Files.exists(file)) {
        throw new OperationException(
            OperationException.Code.REQUEST,
            file + " exists; name another file, or say --force to replace it");
      }
    }

    private void write(VersionsReply.ProgramShown program) {
      if (file == null) {
        return;
      }
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

  /** {@code pipeline code adopt TASK v1}. */
  @Command(
      name = "adopt",
      description = "Puts an earlier solution of a task in force, to be taught from now on.")
  static final class Adopt implements Callable<Integer> {
    private final Session session;

    @Parameters(index = "0", paramLabel = "TASK", description = "The task.")
    String task = "";

    @Parameters(index = "1", paramLabel = "VERSION", description = "Such as v1.")
    String version = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the history.")
    @Nullable String reason;

    Adopt(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      return session.run(
          (operations, _) ->
              operations.versions(new VersionsRequest(Action.ADOPT, task, version, reason, null)));
    }
  }
}
