package dev.nightshift.cli;

import dev.nightshift.assembly.Request;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code pipeline nightly}. */
@Command(
    name = "nightly",
    description = "Runs the nightly job now: harvest, train, gate, deploy, watch, clean up.")
final class NightlyCommand implements Callable<Integer> {
  private final Session session;

  NightlyCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    return session.run(
        (operations, progress) -> operations.nightly(new Request.Nightly(), progress));
  }
}
