package dev.nightshift.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.reliability.Ground;
import dev.nightshift.reliability.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Alerts are published, and sent to a webhook that refuses some at first. What it took is
 * acknowledged by the webhook itself, which outlives the sender.
 */
public enum OutboxScenario implements Scenario {
  ALERTS;

  private static final int COUNT = 4;
  private static final Duration LONG = Duration.ofHours(1);

  @Override
  public String scenarioName() {
    return "alerts";
  }

  /** Time that passes while one looks at it, so that waiting takes none. */
  private static InstantSource clock(Duration since) {
    Instant begin = Instant.parse("2026-11-21T02:00:00Z").plus(since);
    int[] looks = {0};
    return () -> begin.plusMillis(500L * ++looks[0]);
  }

  private static Path portFile(Ground ground) {
    return ground.home().resolve("port");
  }

  @Override
  public void prepare(Ground ground) throws IOException {
    try (FakeWebhook webhook = new FakeWebhook()) {
      Files.writeString(portFile(ground), "" + webhook.port());
    }
  }

  @Override
  public void run(Ground ground) throws IOException {
    work(ground, Duration.ZERO);
  }

  private static void work(Ground ground, Duration since) throws IOException {
    int port = Integer.parseInt(Files.readString(portFile(ground)));
    try (FakeWebhook webhook = new FakeWebhook(port)) {
      webhook.answers.add(new FakeWebhook.Answer(200, ""));
      webhook.answers.add(new FakeWebhook.Answer(503, ""));
      webhook.answers.add(new FakeWebhook.Answer(429, "2"));
      webhook.onTaken = id -> ground.acknowledge().accept("taken " + id);
      NotifySettings settings =
          new NotifySettings(
              List.of(webhook.url()),
              Duration.ofSeconds(2),
              Duration.ofMillis(200),
              Duration.ofSeconds(2),
              Duration.ofHours(24),
              Duration.ofSeconds(1));
      InstantSource clock = clock(since);
      Outbox outbox = new Outbox(ground.database(), settings, clock);
      for (int i = 0; i < COUNT; i++) {
        outbox.publish(OutboxFixture.notification("alert-" + i));
      }
      try (OutboxSender sender = new OutboxSender(outbox, ground.database(), settings, clock)) {
        assertThat(sender.drain(LONG)).isZero();
      }
    }
  }

  @Override
  public void recover(Ground ground) throws IOException {
    work(ground, Duration.ofHours(2));
  }

  @Override
  public void check(Ground ground) {
    List<String> taken = ground.acknowledged();
    for (int i = 0; i < COUNT; i++) {
      assertThat(taken).contains("taken alert-" + i);
    }
    long doubled = taken.size() - taken.stream().distinct().count();
    assertThat(doubled).as("alerts that came twice: " + taken).isLessThanOrEqualTo(1);
  }
}
