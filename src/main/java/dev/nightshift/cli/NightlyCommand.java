package dev.nightshift.cli;

import dev.nightshift.assembly.Request;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pipeline nightly}. */
@Command(
    name = "nightly",
    description = "Runs the nightly job now: harvest, train, gate, deploy, watch, clean up.")
final class NightlyCommand implements Callable<Integer> {
  @Option(
      names = "--scheduled",
      description =
          "The scheduled run of the night, for cron: each local day has one, whoever begins it,"
              + " a server included; exit status 3 when it was begun before.")
  private boolean scheduled;

  private final Session session;

  NightlyCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    return session.run(
        (operations, progress) -> operations.nightly(new Request.Nightly(scheduled), progress));
  }
}
