package dev.nightshift.nightly;

import dev.nightshift.home.Home;
import dev.nightshift.notify.Notifier;
import dev.nightshift.state.StateDatabase;
import dev.nightshift.state.StateSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;

/**
 * A program that runs a night in the home directory of its first argument and stops moving where
 * the second one says: in a stage, or, with {@code told }, when people are told of its result.
 */
final class NightChild {
  private NightChild() {}

  public static void main(String[] args) {
    Home home = new Home(Path.of(args[0]));
    String hangAt = args[1];
    FakeStages stages = new FakeStages();
    stages.entering = stage -> moment(home, stage, hangAt);
    Notifier notifier = news -> moment(home, "told " + news.kind(), hangAt);
    NightlySettings settings =
        new NightlySettings(true, "02:00", "UTC", 0, Duration.ofHours(12), Duration.ofSeconds(1));
    try (StateDatabase database = StateDatabase.open(home, StateSettings.defaults());
        NightlyRuntime runtime =
            NightlyRuntime.open(
                database.dataSource(), stages, notifier, home, settings, Clock.systemUTC())) {
      NightResult result = runtime.runner().run(RunRequest.manual());
      note(home, "result " + result.state() + " " + result.night());
    }
  }

  private static void moment(Home home, String what, String hangAt) {
    note(home, what);
    if (what.equals(hangAt)) {
      try {
        Thread.sleep(Duration.ofMinutes(5));
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static void note(Home home, String line) {
    try {
      Files.writeString(
          home.root().resolve("moments"),
          line + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
