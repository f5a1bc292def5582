package dev.nightshift.notify;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class OutboxSenderTests extends OutboxFixture {
  @Test
  void sendsInTheBackgroundWhatIsPublished() throws Exception {
    Outbox outbox = outbox(quick());
    try (OutboxSender sender = sender(outbox, quick())) {
      sender.start();
      outbox.publish(notification("n1"));
      outbox.publish(notification("n2"));
      for (int i = 0; i < 500 && outbox.status().sent() < 2; i++) {
        Thread.sleep(10);
      }
    }
    assertThat(webhook.requests).extracting(FakeWebhook.Request::id).containsExactly("n1", "n2");
    assertThat(webhook.requests.getFirst().body())
        .isEqualTo(
            "{\"id\":\"n1\",\"kind\":\"HARVEST\",\"title\":\"Harvest\",\"text\":\"12 rows\","
                + "\"fields\":{\"Rows\":\"12\"}}");
  }

  @Test
  void theSameIdIsSentOnce() {
    Outbox outbox = outbox(quick());
    outbox.publish(notification("n1"));
    outbox.publish(notification("n1"));
    assertThat(drain(quick())).isZero();
    outbox.publish(notification("n1"));
    assertThat(drain(quick())).isZero();
    assertThat(webhook.requests).hasSize(1);
  }

  @Test
  void aServerErrorIsTriedAgain() {
    webhook.answers.add(new FakeWebhook.Answer(503, ""));
    webhook.answers.add(new FakeWebhook.Answer(500, ""));
    outbox(quick()).publish(notification("n1"));
    assertThat(drain(quick())).isZero();
    assertThat(webhook.requests)
        .extracting(FakeWebhook.Request::id)
        .containsExactly("n1", "n1", "n1");
  }

  @Test
  void retryAfterInSecondsHoldsEveryMessageBack() {
    webhook.answers.add(new FakeWebhook.Answer(429, "0.4"));
    Outbox outbox = outbox(quick());
    outbox.publish(notification("n1"));
    outbox.publish(notification("n2"));
    assertThat(drain(quick())).isZero();
    assertThat(webhook.requests).hasSize(3);
    assertThat(webhook.requests.get(1).atMillis() - webhook.requests.get(0).atMillis())
        .isGreaterThanOrEqualTo(400);
  }

  @Test
  void retryAfterMayBeADate() {
    String inTwoSeconds =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            Instant.now().plusSeconds(2).atOffset(ZoneOffset.UTC));
    webhook.answers.add(new FakeWebhook.Answer(429, inTwoSeconds));
    outbox(quick()).publish(notification("n1"));
    assertThat(drain(quick())).isZero();
    assertThat(webhook.requests.get(1).atMillis() - webhook.requests.get(0).atMillis())
        .isBetween(700L, 4000L);
  }

  @Test
  void keepsItsDistanceToAWebhook() {
    NotifySettings settings = to(Duration.ofMillis(300), webhook.url());
    Outbox outbox = outbox(settings);
    for (int i = 0; i < 3; i++) {
      outbox.publish(notification("n" + i));
    }
    assertThat(drain(settings)).isZero();
    assertThat(webhook.requests.get(2).atMillis() - webhook.requests.get(0).atMillis())
        .isGreaterThanOrEqualTo(590);
  }

  @Test
  void whatIsRefusedForGoodIsDeadAtOnce() {
    webhook.answers.add(new FakeWebhook.Answer(404, ""));
    Outbox outbox = outbox(quick());
    outbox.publish(notification("n1"));
    assertThat(drain(quick())).isZero();
    assertThat(webhook.requests).hasSize(1);
    assertThat(outbox.status()).isEqualTo(new OutboxStatus(0, 0, 1, "HTTP 404"));
  }

  @Test
  void aWebhookThatIsDownKeepsTheOthersAndThePublisherGoing() {
    NotifySettings settings =
        to(Duration.ofMillis(1), "http://127.0.0.1:1/" + FakeWebhook.SECRET, webhook.url());
    Outbox outbox = outbox(settings);
    outbox.publish(notification("n1"));
    try (OutboxSender sender = sender(outbox, settings)) {
      assertThat(sender.drain(Duration.ofMillis(600))).isEqualTo(1);
    }
    assertThat(webhook.requests).hasSize(1);
    assertThat(outbox.status().lastError()).isEqualTo("ConnectException");
  }

  @Test
  void aDeliveryThatIsTooOldIsGivenUp() {
    NotifySettings settings = to(Duration.ofMillis(1), "http://127.0.0.1:1/");
    Instant yesterday = Instant.now().minus(Duration.ofHours(2));
    new Outbox(database.dataSource(), settings, () -> yesterday).publish(notification("n1"));
    assertThat(drain(settings)).isZero();
    assertThat(outbox(settings).status().dead()).isEqualTo(1);
  }

  @Test
  void aSenderThatDiesBetweenSendingAndNotingIsRepeatedWithTheSameId() {
    Outbox outbox = outbox(quick());
    outbox.publish(notification("n1"));
    // What the dead one did: claim, send, and nothing more. Its claim has run out.
    Instant before = Instant.now();
    Webhook parsed = quick().parsed().getFirst();
    assertThat(outbox.claim(parsed, 200)).isPresent();
    assertThat(outbox.claim(parsed, 200)).isEmpty();

    assertThat(drain(quick())).isZero();
    assertThat(webhook.requests).extracting(FakeWebhook.Request::id).containsExactly("n1");
    assertThat(Duration.between(before, Instant.now())).isGreaterThan(Duration.ofMillis(200));
  }

  @Test
  void twoSendersSendEachMessageOnce() throws Exception {
    Outbox outbox = outbox(quick());
    for (int i = 0; i < 20; i++) {
      outbox.publish(notification("n" + i));
    }
    Thread other = Thread.ofVirtual().start(() -> drain(quick()));
    drain(quick());
    other.join();
    assertThat(webhook.requests)
        .extracting(FakeWebhook.Request::id)
        .doesNotHaveDuplicates()
        .hasSize(20);
  }

  @Test
  void aDatabaseThatIsGoneCostsTheNotificationAndNotThePublisher() {
    DataSource gone = new HikariDataSource();
    new Outbox(gone, quick(), InstantSource.system()).publish(notification("n1"));
    assertThat(webhook.requests).isEmpty();
  }

  @Test
  void urlsNeverReachTheLog() {
    Logger root = (Logger) LoggerFactory.getLogger("dev.nightshift");
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    root.addAppender(lines);
    try {
      NotifySettings settings =
          to(Duration.ofMillis(1), webhook.url(), "http://127.0.0.1:1/" + FakeWebhook.SECRET);
      webhook.answers.add(new FakeWebhook.Answer(400, ""));
      outbox(settings).publish(notification("n1"));
      try (OutboxSender sender = sender(outbox(settings), settings)) {
        sender.drain(Duration.ofMillis(300));
      }
      assertThat(settings.toString()).doesNotContain(FakeWebhook.SECRET);
    } finally {
      root.detachAppender(lines);
    }
    assertThat(lines.list)
        .isNotEmpty()
        .allSatisfy(
            line -> {
              assertThat(line.getFormattedMessage()).doesNotContain(FakeWebhook.SECRET);
              assertThat(line.getThrowableProxy()).isNull();
            });
  }
}
