package dev.nightshift.nightly;

import dev.nightshift.home.Home;
import dev.nightshift.notify.Notification;
import dev.nightshift.state.StateDatabase;
import dev.nightshift.state.StateSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A database in memory, a clock to move, and a runtime of the fake stages. */
final class NightRig implements AutoCloseable {
  final FakeStages stages = new FakeStages();
  final List<Notification> told = new CopyOnWriteArrayList<>();
  final Home home;
  final StateDatabase database;
  final NightlyRuntime runtime;
  final NightHistory history;
  volatile Instant now = Instant.parse("2026-11-21T12:00:00Z");
  final InstantSource clock = () -> now;

  NightRig(Path root) {
    this.home = new Home(root);
    this.database =
        StateDatabase.open(
            home, StateSettings.at("jdbc:h2:mem:" + root.getFileName() + ";DB_CLOSE_DELAY=-1"));
    this.runtime = another();
    this.history = new NightHistory(database.dataSource());
  }

  static NightlySettings settings(double gigabytes) {
    return new NightlySettings(
        true, "02:00", "Europe/Berlin", gigabytes, Duration.ofHours(12), Duration.ofMillis(50));
  }

  /** A second program on the same database. */
  NightlyRuntime another() {
    return another(settings(0));
  }

  NightlyRuntime another(NightlySettings settings) {
    return NightlyRuntime.open(database.dataSource(), stages, told::add, home, settings, clock);
  }

  NightResult run() {
    return runtime.runner().run(RunRequest.manual());
  }

  @Override
  public void close() {
    runtime.close();
    database.close();
  }
}
