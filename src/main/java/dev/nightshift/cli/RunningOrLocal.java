package dev.nightshift.cli;

import dev.nightshift.assembly.LocalOperations;
import dev.nightshift.assembly.OperationException;
import dev.nightshift.assembly.Operations;
import dev.nightshift.assembly.Pipeline;
import dev.nightshift.assembly.Progress;
import dev.nightshift.assembly.Settings;
import dev.nightshift.gateway.ServerFile;
import dev.nightshift.home.Home;
import java.util.Optional;

/** The operations of the server that runs on a home; without one, this process's own. */
final class RunningOrLocal implements OperationsSource {
  @Override
  public Operations open(Home home, Settings settings, boolean modelGiven, Progress progress) {
    Optional<ServerFile> server = ServerFile.find(home.state());
    if (server.isEmpty()) {
      return new LocalOperations(new Pipeline(home, settings, progress));
    }
    if (modelGiven) {
      throw new OperationException(
          OperationException.Code.REQUEST,
          "a server runs on this home at "
              + server.get().url()
              + " with a model of its own: leave --model out, or stop it first");
    }
    return new RemoteOperations(server.get());
  }
}
