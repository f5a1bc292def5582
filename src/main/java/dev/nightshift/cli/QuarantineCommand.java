package dev.nightshift.cli;

import dev.nightshift.assembly.Request;
import dev.nightshift.assembly.Request.Quarantine.Action;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code pipeline quarantine list|show|release|drop}. */
@Command(
    name = "quarantine",
    description = {
      "Corrections that nobody is told and nothing is trained on before you have looked at them.",
      "They look like attacks, like a flood, or come in great numbers from one author."
    })
final class QuarantineCommand implements Callable<Integer> {
  private final Session session;

  private QuarantineCommand(Session session) {
    this.session = session;
  }

  static CommandLine withSubcommands(Session session) {
    return new CommandLine(new QuarantineCommand(session))
        .addSubcommand(new ListHeld(session))
        .addSubcommand(new Show(session))
        .addSubcommand(new Release(session))
        .addSubcommand(new Drop(session));
  }

  @Override
  public Integer call() {
    return session.fail(
        "USAGE", "say quarantine list, show ID, release ID or drop ID", ExitCode.WRONG_USE);
  }

  private static int run(Session session, Action action, String id) {
    Request.Quarantine request = new Request.Quarantine(action, id.isEmpty() ? null : id);
    return session.run((operations, progress) -> operations.quarantine(request));
  }

  /** {@code pipeline quarantine list}. */
  @Command(name = "list", description = "Lists what waits for you.")
  static final class ListHeld implements Callable<Integer> {
    private final Session session;

    ListHeld(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      return run(session, Action.LIST, "");
    }
  }

  /** {@code pipeline quarantine show ID}. */
  @Command(name = "show", description = "Shows one entry in full, also one you have ruled about.")
  static final class Show implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "ID", description = "Of the exchange, or of the correction.")
    String id = "";

    Show(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      return run(session, Action.SHOW, id);
    }
  }

  /** {@code pipeline quarantine release ID}. */
  @Command(name = "release", description = "Lets it be told from now on, and harvested.")
  static final class Release implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "ID", description = "Of the exchange, or of the correction.")
    String id = "";

    Release(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      return run(session, Action.RELEASE, id);
    }
  }

  /** {@code pipeline quarantine drop ID}. */
  @Command(name = "drop", description = "Has nothing made of it, ever; it stays remembered.")
  static final class Drop implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "ID", description = "Of the exchange, or of the correction.")
    String id = "";

    Drop(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      return run(session, Action.DROP, id);
    }
  }
}
