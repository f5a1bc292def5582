package dev.nightshift.cli;

import dev.nightshift.assembly.Request;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code pipeline deploy [PATH]}. */
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

  DeployCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Request.Deploy request = new Request.Deploy(InputFile.adapter(path));
    return session.run((operations, progress) -> operations.deploy(request, progress));
  }
}
