package dev.nightshift.cli;

import dev.nightshift.assembly.BackupRequest;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pipeline backup FILE}. */
@Command(
    name = "backup",
    description = {
      "Writes a consistent copy of the home into one file, also while a server runs on it:",
      "memory, database, adapters, training data, programs and configuration."
    })
final class BackupCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "FILE", description = "The archive (ZIP); must not exist.")
  Path file = Path.of("");

  @Option(names = "--models", description = "With the model files; otherwise they are only named.")
  boolean models;

  @Option(
      names = "--secrets",
      description = "With the secrets in application.yaml; otherwise they are taken out.")
  boolean secrets;

  BackupCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    String archive = file.toAbsolutePath().normalize().toString();
    return session.run(
        (operations, progress) ->
            operations.backup(new BackupRequest(archive, secrets, models), progress));
  }
}
