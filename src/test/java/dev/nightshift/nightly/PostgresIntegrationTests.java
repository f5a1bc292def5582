package dev.nightshift.nightly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.home.Home;
import dev.nightshift.notify.Notification;
import dev.nightshift.notify.NotifySettings;
import dev.nightshift.notify.Outbox;
import dev.nightshift.notify.OutboxSender;
import dev.nightshift.state.PostgresServer;
import dev.nightshift.state.StateDatabase;
import dev.nightshift.state.StateSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same on a real PostgreSQL. */
class PostgresIntegrationTests {
  @TempDir Path root;

  @Test
  void nightsTheirTriggerAndTheOutboxWork() throws Exception {
    try (PostgresServer server = PostgresServer.start()) {
      nightsTheirTriggerAndTheOutboxWork(server.settings());
    }
  }

  private void nightsTheirTriggerAndTheOutboxWork(StateSettings settings) throws Exception {
    Home home = new Home(root);
    FakeStages stages = new FakeStages();
    NotifySettings webhooks = NotifySettings.to(List.of("http://127.0.0.1:1/hook"));
    StateDatabase.open(home, settings).close();
    try (StateDatabase database = StateDatabase.open(home, settings)) {
      Outbox outbox = new Outbox(database.dataSource(), webhooks, InstantSource.system());
      try (NightlyRuntime runtime =
              NightlyRuntime.open(
                  database.dataSource(),
                  stages,
                  outbox,
                  home,
                  NightRig.settings(0),
                  InstantSource.system());
          OutboxSender sender =
              new OutboxSender(outbox, database.dataSource(), webhooks, InstantSource.system())) {
        runtime.startTrigger();
        stages.entering =
            stage -> {
              if (stage.equals("validate")) {
                throw new IllegalStateException("no luck");
              }
            };
        NightResult failed = runtime.runner().run(RunRequest.manual());
        assertThat(failed.state()).isEqualTo(NightResult.State.FAILED);
        stages.entering = stage -> {};
        NightResult result = runtime.runner().run(RunRequest.manual());
        assertThat(result.state()).isEqualTo(NightResult.State.ACTIVE);
        assertThat(result.night()).isEqualTo(failed.night());

        outbox.publish(
            new Notification("again", Notification.Kind.ERROR, "Title", "", Map.of("a", "b")));
        outbox.publish(
            new Notification("again", Notification.Kind.ERROR, "Title", "", Map.of("a", "b")));
        assertThat(sender.drain(Duration.ofMillis(500))).isEqualTo(4);
        assertThat(outbox.status().lastError()).isEqualTo("ConnectException");
      }
    }
  }
}
