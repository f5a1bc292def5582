package dev.nightshift.cli;

import dev.nightshift.assembly.LocalOperations;
import dev.nightshift.assembly.Operations;
import dev.nightshift.assembly.Pipeline;
import dev.nightshift.assembly.Settings;
import dev.nightshift.home.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code pipeline demo}. */
@Command(
    name = "demo",
    description = {
      "Shows a model learn overnight and survive a broken adapter.",
      "In a home of its own it asks, corrects, runs the nightly job, asks again and drills. The",
      "watch after a deployment is shortened to ten seconds; nothing else is."
    })
final class DemoCommand implements Callable<Integer> {
  private final Session session;

  DemoCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    Path home =
        session.options().home == null
            ? Files.createTempDirectory("nightshift-demo-")
            : Files.createDirectories(session.home().root());
    Map<String, String> overrides = session.options().overrides();
    overrides.put("nightshift.rollout.monitor-duration", "10s");
    // What it shows is learning, which a slow or busy machine does too.
    overrides.put("nightshift.rollout.latency-threshold", "60s");
    overrides.put("nightshift.rollout.latency-ratio", "20");
    Settings settings = Settings.load(new Home(home), session.environment(), overrides);
    session.terminal().err().println("demo in " + home);
    ProgressPrinter progress = new ProgressPrinter(session.terminal(), InstantSource.system());
    DemoReport report;
    try (Operations operations =
        new LocalOperations(new Pipeline(new Home(home), settings, progress))) {
      report =
          new DemoRun(operations, DemoData.shipped(), home, progress, InstantSource.system()).run();
    } finally {
      progress.close();
    }
    session.print(report, () -> DemoTable.of(report));
    return (report.reason() == null ? ExitCode.DONE : ExitCode.FAILED).status();
  }
}
