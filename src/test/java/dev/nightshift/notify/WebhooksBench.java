package dev.nightshift.notify;

import dev.nightshift.home.Home;
import dev.nightshift.state.StateDatabase;
import dev.nightshift.state.StateSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A storm in real time: the real sender, its thread and a database file, a webhook on loopback. */
public final class WebhooksBench {
  private static final int EVERY_SECONDS = 5;
  private static final int AFTERWARDS_MINUTES = 25;

  private WebhooksBench() {}

  /** Arguments: folder for the database, minutes of storm. */
  public static void main(String[] args) throws Exception {
    Path folder = Files.createDirectories(Path.of(args[0]));
    long stormMillis = TimeUnit.MINUTES.toMillis(Long.parseLong(args[1]));
    List<String> taken = Collections.synchronizedList(new ArrayList<>());
    List<Long> requests = Collections.synchronizedList(new ArrayList<>());
    int published = 0;
    try (FakeWebhook webhook = new FakeWebhook();
        StateDatabase database = StateDatabase.open(new Home(folder), StateSettings.defaults())) {
      NotifySettings settings = NotifySettings.to(List.of(webhook.url()));
      Outbox outbox = new Outbox(database.dataSource(), settings, InstantSource.system());
      long begin = System.nanoTime();
      var refusals = Storm.refusals(1);
      webhook.onTaken = taken::add;
      webhook.otherwise =
          () -> {
            long at = (System.nanoTime() - begin) / 1_000_000;
            requests.add(at);
            return at < stormMillis ? refusals.get() : new FakeWebhook.Answer(200, "");
          };
      try (OutboxSender sender =
          new OutboxSender(outbox, database.dataSource(), settings, InstantSource.system())) {
        sender.start();
        while ((System.nanoTime() - begin) / 1_000_000 < stormMillis) {
          outbox.publish(OutboxFixture.notification("alert-" + published++));
          TimeUnit.SECONDS.sleep(EVERY_SECONDS);
        }
        long last = System.nanoTime() + TimeUnit.MINUTES.toNanos(AFTERWARDS_MINUTES);
        while (outbox.status().pending() > 0 && System.nanoTime() < last) {
          TimeUnit.SECONDS.sleep(1);
        }
      }
    }
    int different = Storm.taken(taken).size();
    long closest = Long.MAX_VALUE;
    for (int i = 1; i < requests.size(); i++) {
      closest = Math.min(closest, requests.get(i) - requests.get(i - 1));
    }
    System.out.printf(
        "published %d, requests %d, taken %d, lost %d, doubled %d, closest two requests %d ms%n",
        published,
        requests.size(),
        different,
        published - different,
        taken.size() - different,
        closest);
    System.exit(published == different && taken.size() == different && closest >= 1000 ? 0 : 1);
  }
}
