package dev.nightshift.cli;

import dev.nightshift.assembly.Reply;
import dev.nightshift.assembly.Request;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code pipeline drill}. */
@Command(
    name = "drill",
    description = "Deploys a deliberately broken adapter and measures detection and recovery.")
final class DrillCommand implements Callable<Integer> {
  private final Session session;

  DrillCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    return session.run(
        (operations, progress) -> operations.drill(new Request.Drill(), progress),
        Reply.RolledOut::takenBack);
  }
}
