package dev.nightshift.cli;

import dev.nightshift.assembly.FleetRequest;
import dev.nightshift.assembly.FleetRequest.Action;
import dev.nightshift.assembly.Reply;
import dev.nightshift.assembly.Request;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pipeline rollback [--to VERSION] [--all-nodes]}. */
@Command(name = "rollback", description = "Takes the active adapter back.")
final class RollbackCommand implements Callable<Integer> {
  private final Session session;

  @Option(
      names = "--to",
      paramLabel = "VERSION",
      description = "An adapter or base; otherwise what was active before.")
  @Nullable String to;

  @Option(
      names = "--all-nodes",
      description = "On every node that shares the database; without --to each to what it had.")
  boolean allNodes;

  RollbackCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (allNodes) {
      FleetRequest all = new FleetRequest(Action.ROLLBACK, to);
      return session.run((operations, progress) -> operations.fleet(all, progress));
    }
    return session.run(
        (operations, progress) -> operations.rollback(new Request.Rollback(to), progress),
        Reply.RolledOut::takenBack);
  }
}
