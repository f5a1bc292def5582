package dev.nightshift.cli;

import dev.nightshift.assembly.MemoryAssembly;
import dev.nightshift.assembly.Pipeline;
import dev.nightshift.memory.MemorySharing;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pipeline memory share|leave|nodes|forget}: a memory that several nodes share. */
@Command(
    name = "memory",
    description = "Lets this home share its memory with others through the state database.")
final class MemoryCommand implements Callable<Integer> {
  private final Session session;

  private MemoryCommand(Session session) {
    this.session = session;
  }

  static CommandLine withSubcommands(Session session) {
    return new CommandLine(new MemoryCommand(session))
        .addSubcommand(new Share(session))
        .addSubcommand(new Leave(session))
        .addSubcommand(new Nodes(session))
        .addSubcommand(new Forget(session));
  }

  @Override
  public Integer call() {
    return session.fail(
        "USAGE",
        "say memory share, memory leave, memory nodes or memory forget",
        ExitCode.WRONG_USE);
  }

  private static <T> T with(Session session, Function<Pipeline, T> work) {
    try (Pipeline pipeline = new Pipeline(session.home(), session.settings())) {
      return work.apply(pipeline);
    }
  }

  /** {@code pipeline memory share}. */
  @Command(
      name = "share",
      description = {
        "Brings all that this memory holds into the log that the nodes of the state database"
            + " share,",
        "and has it follow that log. No server may run on the home. Cut off, it is said again."
      })
  static final class Share implements Callable<Integer> {
    private final Session session;

    @Option(
        names = "--anew",
        description = {
          "Throws the log away and begins a new one: when the database was restored from a backup",
          "that is older than what the nodes have. No node may run; the others leave and share"
              + " then."
        })
    boolean anew;

    Share(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      ProgressPrinter progress = new ProgressPrinter(session.terminal(), InstantSource.system());
      MemorySharing.Shared shared;
      try {
        shared =
            with(
                session,
                pipeline -> {
                  MemorySharing sharing = MemoryAssembly.sharing(pipeline);
                  if (anew) {
                    sharing.beginAnew();
                  }
                  return sharing.share(
                      done -> progress.update("share", "bringing exchanges", done));
                });
      } finally {
        progress.close();
      }
      Sharing reply =
          new Sharing(
              shared.restore() ? "RESTORE_NEEDED" : "SHARED",
              shared.exchanges(),
              shared.frames(),
              shared.restore());
      session.print(reply, reply::text);
      return ExitCode.DONE.status();
    }
  }

  /** {@code pipeline memory leave}. */
  @Command(
      name = "leave",
      description = {
        "Gives this memory a log of its own again, with all that it has got so far. No server may",
        "run on the home; nightshift.memory.log has to be file then."
      })
  static final class Leave implements Callable<Integer> {
    private final Session session;

    Leave(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      boolean left = with(session, pipeline -> MemoryAssembly.leaving(pipeline).leave());
      session.print(
          new Left(left ? "LEFT" : "ALONE"),
          () ->
              left
                  ? "this memory has a log of its own again; set nightshift.memory.log: file"
                  : "this memory shares nothing");
      return ExitCode.DONE.status();
    }
  }

  /** {@code pipeline memory nodes}. */
  @Command(name = "nodes", description = "Lists who shares the log, and how far each is.")
  static final class Nodes implements Callable<Integer> {
    private final Session session;

    Nodes(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      Overview reply = with(session, pipeline -> Overview.of(MemoryAssembly.overview(pipeline)));
      session.print(reply, reply::text);
      return ExitCode.DONE.status();
    }
  }

  /** {@code pipeline memory forget NODE}. */
  @Command(
      name = "forget",
      description = {
        "Takes a node off the list of those for which the log keeps its frames. One that comes"
            + " back",
        "is entered again, or refused if the log no longer has what it lacks."
      })
  static final class Forget implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "NODE", description = "The name that memory nodes prints.")
    String node = "";

    Forget(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      boolean known = with(session, pipeline -> MemoryAssembly.sharing(pipeline).forget(node));
      if (!known) {
        return session.fail("REQUEST", "there is no node " + node, ExitCode.WRONG_USE);
      }
      session.print(new Left("FORGOTTEN"), () -> node + " is forgotten");
      return ExitCode.DONE.status();
    }
  }

  /** What sharing came to. */
  record Sharing(String state, long exchanges, long framesToTake, boolean restoreNeeded) {
    String text() {
      return exchanges
          + " exchanges were brought into the log; "
          + (restoreNeeded
              ? "it no longer has its first frames: make a backup of another node now and restore"
                  + " it here (pipeline restore --replace)"
              : framesToTake + " frames are taken over at the next start");
    }
  }

  /** That something was taken out. */
  record Left(String state) {}

  /** Who shares the log. */
  record Overview(String log, long last, long dropped, long bytes, List<Entry> nodes) {
    static Overview of(MemorySharing.Overview seen) {
      return new Overview(
          seen.id(),
          seen.last(),
          seen.dropped(),
          seen.bytes(),
          seen.nodes().stream()
              .map(node -> new Entry(node.node(), node.behind(), node.erasuresOpen(), node.heard()))
              .toList());
    }

    String text() {
      List<String> lines = new ArrayList<>();
      lines.add(
          "frames %d to %d, %.1f MB".formatted(Math.min(last, dropped + 1), last, bytes / 1e6));
      nodes.forEach(node -> lines.add(node.text()));
      return String.join(System.lineSeparator(), lines);
    }
  }

  /** One node. */
  record Entry(String node, long behind, boolean erasuresOpen, Instant heard) {
    String text() {
      return node
          + "  "
          + behind
          + " frames not on its disk  heard "
          + heard
          + (erasuresOpen ? "  erased things are left in its files" : "");
    }
  }
}
