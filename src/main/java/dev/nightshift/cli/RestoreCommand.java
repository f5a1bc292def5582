package dev.nightshift.cli;

import dev.nightshift.assembly.OperationException;
import dev.nightshift.backup.BackupManifest.Model;
import dev.nightshift.backup.Restore;
import dev.nightshift.backup.RestoreReport;
import dev.nightshift.gateway.ServerFile;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pipeline restore FILE}. */
@Command(
    name = "restore",
    description = {
      "Puts a backup into the home, whole or not at all: everything is unpacked and compared with",
      "its digests first. No server may run on the home."
    })
final class RestoreCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "FILE", description = "The archive that backup wrote.")
  Path file = Path.of("");

  @Option(
      names = "--replace",
      description = "Into a home that holds something; that is kept in before-restore_<time>.")
  boolean replace;

  RestoreCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    ServerFile.find(session.home().state())
        .ifPresent(
            server -> {
              throw new OperationException(
                  OperationException.Code.BUSY,
                  "a server runs on this home at " + server.url() + "; stop it first");
            });
    ProgressPrinter progress = new ProgressPrinter(session.terminal(), InstantSource.system());
    RestoreReport report;
    try {
      report =
          new Restore(session.home())
              .run(
                  file.toAbsolutePath().normalize(),
                  replace,
                  Instant.now(),
                  share -> progress.update("restore", "unpacking", share));
    } finally {
      progress.close();
    }
    session.print(
        Restored.of(report), () -> String.join(System.lineSeparator(), BackupText.lines(report)));
    return ExitCode.DONE.status();
  }

  /** The reply. */
  record Restored(
      String state,
      String home,
      Instant created,
      String program,
      long files,
      long contentBytes,
      String database,
      List<Model> missingModels,
      List<String> withoutSettings,
      @Nullable String before) {
    static Restored of(RestoreReport report) {
      return new Restored(
          "RESTORED",
          report.home().toString(),
          report.manifest().created(),
          report.manifest().program(),
          report.manifest().files(),
          report.manifest().bytes(),
          report.manifest().database(),
          report.missing(),
          report.manifest().withoutSettings(),
          report.before().map(Path::toString).orElse(null));
    }
  }
}
