package dev.nightshift.notify;

import dev.nightshift.home.Home;
import dev.nightshift.state.StateDatabase;
import dev.nightshift.state.StateSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A database with an outbox, and a webhook that takes what is sent. */
abstract class OutboxFixture {
  static final Duration PATIENCE = Duration.ofSeconds(5);

  @TempDir Path root;
  StateDatabase database;
  FakeWebhook webhook;

  @BeforeEach
  void open() throws IOException {
    database =
        StateDatabase.open(
            new Home(root),
            StateSettings.at("jdbc:h2:mem:" + root.getFileName() + ";DB_CLOSE_DELAY=-1"));
    webhook = new FakeWebhook();
  }

  @AfterEach
  void close() {
    webhook.close();
    database.close();
  }

  static NotifySettings to(Duration spacing, String... urls) {
    return new NotifySettings(
        List.of(urls),
        Duration.ofMillis(500),
        Duration.ofMillis(20),
        Duration.ofMillis(200),
        Duration.ofHours(1),
        spacing);
  }

  NotifySettings quick() {
    return to(Duration.ofMillis(1), webhook.url());
  }

  static Notification notification(String id) {
    return new Notification(
        id, Notification.Kind.HARVEST, "Harvest", "12 rows", Map.of("Rows", "12"));
  }

  Outbox outbox(NotifySettings settings) {
    return new Outbox(database.dataSource(), settings, InstantSource.system());
  }

  OutboxSender sender(Outbox outbox, NotifySettings settings) {
    return new OutboxSender(outbox, database.dataSource(), settings, InstantSource.system());
  }

  int drain(NotifySettings settings) {
    try (OutboxSender sender = sender(outbox(settings), settings)) {
      return sender.drain(PATIENCE);
    }
  }
}
