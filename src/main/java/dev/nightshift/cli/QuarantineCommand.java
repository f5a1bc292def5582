package dev.nightshift.cli;

import dev.nightshift.assembly.Request;
import dev.nightshift.assembly.Request.Quarantine.Action;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
  private static final String ID = "Of the exchange, or of the correction.";

  private final Session session;

  private QuarantineCommand(Session session) {
    this.session = session;
  }

  static CommandLine withSubcommands(Session session) {
    return new CommandLine(new QuarantineCommand(session));
  }

  @Override
  public Integer call() {
    return session.fail(
        "USAGE", "say quarantine list, show ID, release ID or drop ID", ExitCode.WRONG_USE);
  }

  @Command(name = "list", description = "Lists what waits for you.")
  int list() {
    return run(Action.LIST, null);
  }

  @Command(name = "show", description = "Shows one entry in full, also one you have ruled about.")
  int show(@Parameters(paramLabel = "ID", description = ID) String id) {
    return run(Action.SHOW, id);
  }

  @Command(name = "release", description = "Lets it be told from now on, and harvested.")
  int release(@Parameters(paramLabel = "ID", description = ID) String id) {
    return run(Action.RELEASE, id);
  }

  @Command(name = "drop", description = "Has nothing made of it, ever; it stays remembered.")
  int drop(@Parameters(paramLabel = "ID", description = ID) String id) {
    return run(Action.DROP, id);
  }

  private int run(Action action, @Nullable String id) {
    Request.Quarantine request = new Request.Quarantine(action, id);
    return session.run((operations, progress) -> operations.quarantine(request));
  }
}
