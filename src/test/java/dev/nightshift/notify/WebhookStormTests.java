package dev.nightshift.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Half an hour in which a webhook takes nothing, on a clock that goes when it is looked at. */
class WebhookStormTests extends OutboxFixture {
  private static final Duration EVERY = Duration.ofSeconds(45);
  private static final Duration STORM = Duration.ofMinutes(30);

  private final AtomicLong now =
      new AtomicLong(Instant.parse("2026-11-21T02:00:00Z").toEpochMilli());
  private final InstantSource clock = () -> Instant.ofEpochMilli(now.incrementAndGet());
  private final List<String> taken = Collections.synchronizedList(new ArrayList<>());
  private final List<Long> requests = Collections.synchronizedList(new ArrayList<>());

  @Test
  void no_alert_is_lost_or_doubled_and_no_second_has_two_requests() {
    NotifySettings settings = NotifySettings.to(List.of(webhook.url()));
    Outbox outbox = new Outbox(database.dataSource(), settings, clock);
    webhook.onTaken = taken::add;
    int published = 0;
    long end = now.get() + STORM.toMillis();
    var refusals = Storm.refusals(20261122);
    webhook.otherwise =
        () -> {
          requests.add(now.get());
          return now.get() < end ? refusals.get() : new FakeWebhook.Answer(200, "");
        };
    try (OutboxSender sender = new OutboxSender(outbox, database.dataSource(), settings, clock)) {
      for (; now.get() < end - EVERY.toMillis(); published++) {
        outbox.publish(notification("alert-" + published));
        pass(sender, EVERY);
      }
      assertThat(taken).as("while it storms").isEmpty();
      for (int i = 0; i < 100 && outbox.status().pending() > 0; i++) {
        pass(sender, Duration.ofMinutes(1));
      }
    }
    assertThat(Storm.taken(taken))
        .hasSize(published)
        .allSatisfy((id, times) -> assertThat(times).isEqualTo(1));
    assertThat(outbox.status().dead()).isZero();
    for (int i = 1; i < requests.size(); i++) {
      assertThat(requests.get(i) - requests.get(i - 1)).isGreaterThanOrEqualTo(1000);
    }
    assertThat(requests.size() - published).as("requests in vain").isGreaterThan(50);
  }

  /** Lets time go by, in steps; what is due is sent. */
  private void pass(OutboxSender sender, Duration duration) {
    long until = now.get() + duration.toMillis();
    while (now.get() < until) {
      int before = requests.size();
      sender.drain(Duration.ofMillis(3)); // One round, as the clock goes.
      now.addAndGet(requests.size() == before ? 6_000 : 500);
    }
  }

  @Test
  void what_discord_says_in_its_answer_is_waited_for() {
    webhook.answers.add(new FakeWebhook.Answer(429, "", "{\"retry_after\": 40.5}"));
    NotifySettings settings = NotifySettings.to(List.of(webhook.url()));
    Outbox outbox = new Outbox(database.dataSource(), settings, clock);
    webhook.otherwise =
        () -> {
          requests.add(now.get());
          return new FakeWebhook.Answer(200, "");
        };
    long begin = now.get();
    outbox.publish(notification("alert"));
    try (OutboxSender sender = new OutboxSender(outbox, database.dataSource(), settings, clock)) {
      pass(sender, Duration.ofMinutes(2));
    }
    assertThat(requests).hasSize(1);
    assertThat(requests.getFirst() - begin).isBetween(40_500L, 50_000L);
  }
}
