package dev.nightshift.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What becomes of notifications as time passes. */
class OutboxAgeTests extends OutboxFixture {
  @Test
  void whatWasDeliveredLongAgoIsForgottenAndNothingElse() {
    Instant[] now = {Instant.parse("2026-08-01T02:00:00Z")};
    NotifySettings both = to(Duration.ZERO, webhook.url(), "http://127.0.0.1:9/never-asked");
    Outbox outbox = new Outbox(database.dataSource(), both, () -> now[0]);
    Outbox toOne = new Outbox(database.dataSource(), quick(), () -> now[0]);
    outbox.publish(notification("half delivered"));
    toOne.publish(notification("delivered"));
    toOne.publish(notification("given up"));
    Webhook one = quick().parsed().getFirst();
    for (int i = 0; i < 3; i++) {
      Delivery delivery = outbox.claim(one, 1000).orElseThrow();
      if (delivery.notification().id().equals("given up")) {
        outbox.dead(delivery, "refused");
      } else {
        outbox.sent(delivery);
      }
    }
    now[0] = now[0].plus(Duration.ofDays(89));
    toOne.publish(notification("waiting"));
    assertThat(outbox.prune(now[0].minus(Duration.ofDays(90)))).isZero();

    now[0] = now[0].plus(Duration.ofDays(2));

    assertThat(outbox.prune(now[0].minus(Duration.ofDays(90)))).isEqualTo(1);
    assertThat(ids()).containsExactly("given up", "half delivered", "waiting");
    assertThat(outbox.status()).isEqualTo(new OutboxStatus(2, 1, 1, "refused"));
  }

  @Test
  void whatIsOldIsTriedOnceMoreBeforeItIsGivenUp() {
    Instant[] now = {Instant.parse("2026-08-01T02:00:00Z")};
    Outbox outbox = new Outbox(database.dataSource(), quick(), () -> now[0]);
    assertThat(outbox.oldestPending()).isEmpty();
    outbox.publish(notification("old"));
    assertThat(outbox.oldestPending()).contains(now[0]);
    now[0] = now[0].plus(Duration.ofDays(3));

    try (OutboxSender sender =
        new OutboxSender(outbox, database.dataSource(), quick(), () -> now[0])) {
      assertThat(sender.drain(PATIENCE)).isZero();
    }

    assertThat(webhook.requests).extracting(FakeWebhook.Request::id).containsExactly("old");
    assertThat(outbox.oldestPending()).isEmpty();
    assertThat(outbox.status().sent()).isEqualTo(1);
  }

  private List<String> ids() {
    return JdbcClient.create(database.dataSource())
        .sql("select id from outbox_notification order by id")
        .query(String.class)
        .list();
  }
}
