package dev.nightshift.cli;

import dev.nightshift.assembly.FleetRequest;
import dev.nightshift.assembly.FleetRequest.Action;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code pipeline nodes [forget NAME]}. */
@Command(
    name = "nodes",
    description = {
      "Lists the nodes that share the database: the address of each, its adapter, when it was"
          + " heard.",
      "One that has not been heard of for a while is away."
    })
final class NodesCommand implements Callable<Integer> {
  private final Session session;

  private NodesCommand(Session session) {
    this.session = session;
  }

  static CommandLine withSubcommands(Session session) {
    return new CommandLine(new NodesCommand(session));
  }

  @Override
  public Integer call() {
    FleetRequest request = new FleetRequest(Action.LIST, null);
    return session.run((operations, progress) -> operations.fleet(request, progress));
  }

  @Command(name = "forget", description = "Removes a node that is away from the list.")
  int forget(@Parameters(paramLabel = "NAME", description = "Of the node.") String name) {
    FleetRequest request = new FleetRequest(Action.FORGET, name);
    return session.run((operations, progress) -> operations.fleet(request, progress));
  }
}
