package dev.nightshift.cli;

import dev.nightshift.assembly.Reply;
import dev.nightshift.assembly.Request;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pipeline drill}. */
@Command(
    name = "drill",
    description = "Deploys a deliberately broken adapter and measures detection and recovery.")
final class DrillCommand implements Callable<Integer> {
  @Option(
      names = "--slow",
      description =
          "The adapter answers right and far too slowly; needs an adapter to be made from, and"
              + " up to 2 GB of memory.")
  private boolean slow;

  private final Session session;

  DrillCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    return session.run(
        (operations, progress) -> operations.drill(new Request.Drill(slow), progress),
        Reply.RolledOut::takenBack);
  }
}
