package dev.nightshift.notify;

import java.time.Duration;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** When each webhook may be called next, agreed on by all processes through the database. */
final class WebhookSlots {
  private final JdbcClient jdbc;
  private final InstantSource clock;

  WebhookSlots(DataSource dataSource, InstantSource clock) {
    this.jdbc = JdbcClient.create(dataSource);
    this.clock = clock;
  }

  /** Takes the right to call {@code webhook} now; the next one is free after {@code spacing}. */
  boolean take(Webhook webhook, Duration spacing) {
    long now = clock.millis();
    return jdbc.sql(
                    "update outbox_webhook set next_send_at = ?"
                        + " where webhook = ? and next_send_at <= ?")
                .params(now + spacing.toMillis(), webhook.key(), now)
                .update()
            == 1
        || insert(webhook, now + spacing.toMillis());
  }

  private boolean insert(Webhook webhook, long next) {
    int known =
        jdbc.sql("select count(*) from outbox_webhook where webhook = ?")
            .param(webhook.key())
            .query(Integer.class)
            .single();
    if (known > 0) {
      return false;
    }
    try {
      jdbc.sql("insert into outbox_webhook (webhook, next_send_at) values (?, ?)")
          .params(webhook.key(), next)
          .update();
      return true;
    } catch (DuplicateKeyException e) {
      return false;
    }
  }

  /** Lets nobody call {@code webhook} for {@code wait}; a longer wait asked for before stands. */
  void close(Webhook webhook, Duration wait) {
    long until = clock.millis() + wait.toMillis();
    jdbc.sql("update outbox_webhook set next_send_at = ? where webhook = ? and next_send_at < ?")
        .params(until, webhook.key(), until)
        .update();
  }
}
