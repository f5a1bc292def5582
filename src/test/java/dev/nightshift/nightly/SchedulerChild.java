package dev.nightshift.nightly;

import dev.nightshift.home.Home;
import dev.nightshift.state.StateDatabase;
import dev.nightshift.state.StateSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * A node with a home of its own and the nightly trigger, on a database that it shares: {@code ROOT
 * NAME URL NIGHTS}. In the first night it only looks; then its clock stands at the next night as
 * soon as the file {@code go-1} is there, and so on.
 */
final class SchedulerChild {
  private SchedulerChild() {}

  public static void main(String[] args) throws Exception {
    Path root = Path.of(args[0]);
    String name = args[1];
    int nights = Integer.parseInt(args[3]);
    Home home = new Home(root.resolve(name));
    Instant[] now = {Instant.parse("2026-11-21T12:00:00Z")};
    InstantSource clock = () -> now[0];
    FakeStages stages = new FakeStages();
    stages.entering = stage -> note(root, name + " " + now[0] + " " + stage);
    NightlySettings settings =
        new NightlySettings(true, "02:00", "UTC", 0, Duration.ofHours(12), Duration.ofSeconds(1));
    try (StateDatabase database = StateDatabase.open(home, StateSettings.at(args[2]));
        NightlyRuntime runtime =
            NightlyRuntime.open(
                database.dataSource(),
                stages,
                news -> note(root, "told " + news.kind() + " " + now[0]),
                home,
                settings,
                clock)) {
      NightlyTrigger trigger =
          new NightlyTrigger(
              runtime::runner,
              new ScheduledNights(database.dataSource(), settings.schedule(), clock));
      trigger.begin();
      runtime.startTrigger();
      for (int night = 1; night <= nights; night++) {
        note(root, "ready " + night);
        await(root.resolve("go-" + night));
        now[0] = now[0].plus(Duration.ofDays(1));
        trigger.wake(); // what Quartz calls, at the same moment in both
      }
      note(root, "ready " + (nights + 1));
    }
  }

  private static void await(Path file) throws InterruptedException {
    for (int i = 0; i < 12_000; i++) {
      if (Files.exists(file)) {
        return;
      }
      Thread.sleep(10);
    }
    throw new IllegalStateException("nobody made " + file);
  }

  private static synchronized void note(Path root, String line) {
    try {
      Files.writeString(
          root.resolve("moments"),
          line + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
