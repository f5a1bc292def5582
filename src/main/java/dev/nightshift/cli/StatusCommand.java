package dev.nightshift.cli;

import dev.nightshift.assembly.Request;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code pipeline status}. */
@Command(name = "status", description = "Says how things stand.")
final class StatusCommand implements Callable<Integer> {
  private final Session session;

  StatusCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    return session.run((operations, progress) -> operations.status(new Request.Status()));
  }
}
