package dev.nightshift.cli;

import dev.nightshift.assembly.FleetRequest;
import dev.nightshift.assembly.FleetRequest.Action;
import dev.nightshift.assembly.Request;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pipeline deploy [PATH] [--all-nodes]}. */
@Command(
    name = "deploy",
    description = "Makes an adapter the active one, watches it, and takes it back if it is worse.")
final class DeployCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(
      paramLabel = "PATH",
      arity = "0..1",
      description = "The adapter's directory or version; otherwise loras/latest.")
  @Nullable String path;

  @Option(
      names = "--all-nodes",
      description = {
        "On every node that shares the database: one tries it first, then the others,",
        "and what one of them takes back is taken back from all."
      })
  boolean allNodes;

  DeployCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (allNodes) {
      FleetRequest all = new FleetRequest(Action.DEPLOY, InputFile.adapter(path));
      return session.run((operations, progress) -> operations.fleet(all, progress));
    }
    Request.Deploy request = new Request.Deploy(InputFile.adapter(path));
    return session.run((operations, progress) -> operations.deploy(request, progress));
  }
}
