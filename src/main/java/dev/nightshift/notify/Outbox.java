package dev.nightshift.notify;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The durable list of notifications to send, one delivery per notification and webhook.
 *
 * <p>Publishing only inserts: it reaches no webhook, and a database that refuses costs the
 * notification, with a line in the log, and not the caller's work. {@link OutboxSender} empties it.
 */
public final class Outbox implements Notifier {
  private static final Logger log = LoggerFactory.getLogger(Outbox.class);
  private static final JsonMapper JSON = JsonMapper.shared();

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final List<Webhook> webhooks;
  private final InstantSource clock;
  private volatile Runnable listener = () -> {};

  /** An outbox in a migrated state database for the webhooks of {@code settings}. */
  public Outbox(DataSource dataSource, NotifySettings settings, InstantSource clock) {
    this.jdbc = JdbcClient.create(dataSource);
    this.transaction = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
    this.webhooks = settings.parsed();
    this.clock = clock;
  }

  @Override
  public void publish(Notification notification) {
    if (webhooks.isEmpty()) {
      log.debug("No webhook to tell: {}", notification.title());
      return;
    }
    try {
      transaction.executeWithoutResult(status -> insert(notification));
      listener.run();
    } catch (DuplicateKeyException e) {
      log.debug("Notification {} was published before", notification.id());
    } catch (RuntimeException e) {
      log.error("Notification \"{}\" could not be stored and is lost", notification.title(), e);
    }
  }

  private void insert(Notification notification) {
    long now = clock.millis();
    jdbc.sql(
            "insert into outbox_notification (id, kind, title, body, fields, created_at)"
                + " values (?, ?, ?, ?, ?, ?)")
        .params(
            notification.id(),
            notification.kind().name(),
            notification.title(),
            notification.text(),
            JSON.writeValueAsString(notification.fields()),
            now)
        .update();
    for (Webhook webhook : webhooks) {
      jdbc.sql(
              "insert into outbox_delivery"
                  + " (id, notification_id, webhook, state, attempts, next_attempt_at,"
                  + " claimed_until) values (?, ?, ?, 'PENDING', 0, ?, 0)")
          .params(UUID.randomUUID().toString(), notification.id(), webhook.key(), now)
          .update();
    }
  }

  /** Calls {@code listener} after each publication. */
  void onPublish(Runnable listener) {
    this.listener = listener;
  }

  /** How many deliveries wait, arrived and were given up. */
  public OutboxStatus status() {
    return new OutboxStatus(count("PENDING"), count("SENT"), count("DEAD"), lastError());
  }

  private int count(String state) {
    return jdbc.sql("select count(*) from outbox_delivery where state = ?")
        .param(state)
        .query(Integer.class)
        .single();
  }

  /** When the oldest notification that still waits was published. */
  public Optional<Instant> oldestPending() {
    return jdbc.sql(
            "select min(n.created_at) from outbox_notification n join outbox_delivery d on"
                + " d.notification_id = n.id where d.state = 'PENDING'")
        .query((row, i) -> Optional.ofNullable(row.getObject(1, Long.class)))
        .single()
        .map(Instant::ofEpochMilli);
  }

  /** How many deliveries were given up since a moment. */
  public int deadSince(Instant moment) {
    return jdbc.sql(
            "select count(*) from outbox_delivery where state = 'DEAD' and finished_at >= ?")
        .param(moment.toEpochMilli())
        .query(Integer.class)
        .single();
  }

  private String lastError() {
    return jdbc.sql(
            "select last_error from outbox_delivery where last_error is not null"
                + " and state <> 'SENT' order by next_attempt_at desc limit 1")
        .query(String.class)
        .optional()
        .orElse("");
  }

  /** The oldest delivery to {@code webhook} that is due and claimed by nobody, claimed. */
  Optional<Delivery> claim(Webhook webhook, long leaseMillis) {
    long now = clock.millis();
    List<Delivery> due =
        jdbc.sql(
                "select d.id, d.attempts, n.id notification_id, n.kind, n.title, n.body, n.fields,"
                    + " n.created_at from outbox_delivery d"
                    + " join outbox_notification n on n.id = d.notification_id"
                    + " where d.state = 'PENDING' and d.webhook = ? and d.next_attempt_at <= ?"
                    + " and d.claimed_until <= ? order by n.created_at, n.id limit 5")
            .params(webhook.key(), now, now)
            .query((row, i) -> delivery(row, webhook))
            .list();
    return due.stream().filter(delivery -> take(delivery, now, leaseMillis)).findFirst();
  }

  private static Delivery delivery(ResultSet row, Webhook webhook) throws SQLException {
    Notification notification =
        new Notification(
            row.getString("notification_id"),
            Notification.Kind.valueOf(row.getString("kind")),
            row.getString("title"),
            row.getString("body"),
            JSON.readValue(row.getString("fields"), new TypeReference<>() {}));
    return new Delivery(
        row.getString("id"),
        webhook,
        notification,
        row.getInt("attempts"),
        row.getLong("created_at"));
  }

  private boolean take(Delivery delivery, long now, long leaseMillis) {
    return jdbc.sql(
                "update outbox_delivery set claimed_until = ? where id = ? and state = 'PENDING'"
                    + " and attempts = ? and claimed_until <= ?")
            .params(now + leaseMillis, delivery.id(), delivery.attempts(), now)
            .update()
        == 1;
  }

  void sent(Delivery delivery) {
    finish(delivery, "SENT", null);
  }

  void dead(Delivery delivery, String error) {
    finish(delivery, "DEAD", error);
  }

  private void finish(Delivery delivery, String state, @Nullable String error) {
    jdbc.sql(
            "update outbox_delivery set state = ?, attempts = attempts + 1, finished_at = ?,"
                + " last_error = ?, claimed_until = 0 where id = ? and state = 'PENDING'")
        .params(Arrays.asList(state, clock.millis(), error, delivery.id()))
        .update();
  }

  /** Lets a claimed delivery be tried again after a while. */
  void retry(Delivery delivery, String error, long waitMillis) {
    jdbc.sql(
            "update outbox_delivery set attempts = attempts + 1, next_attempt_at = ?,"
                + " last_error = ?, claimed_until = 0 where id = ? and state = 'PENDING'")
        .params(clock.millis() + waitMillis, error, delivery.id())
        .update();
  }

  /**
   * Gives up deliveries of notifications from before {@code createdAt}: those that have just been
   * tried once more in vain, and those to webhooks that nobody sends to any more. What is due is
   * tried first, however long nobody was there to do so.
   */
  void buryOlderThan(long createdAt, List<Webhook> webhooks) {
    List<String> known = new ArrayList<>(webhooks.stream().map(Webhook::key).toList());
    known.add("");
    int buried =
        jdbc.sql(
                "update outbox_delivery set state = 'DEAD', finished_at = :now,"
                    + " last_error = coalesce(last_error, 'its webhook is not configured any more')"
                    + " where state = 'PENDING' and claimed_until <= :now"
                    + " and (next_attempt_at > :now or webhook not in (:known))"
                    + " and notification_id in"
                    + " (select id from outbox_notification where created_at < :created)")
            .param("now", clock.millis())
            .param("known", known)
            .param("created", createdAt)
            .update();
    if (buried > 0) {
      log.warn("{} notifications were given up: too old", buried);
    }
  }

  /**
   * Forgets notifications that reached every webhook before a moment. What waits, and what was
   * given up, stays.
   *
   * @return how many notifications were removed
   */
  public int prune(Instant before) {
    Integer removed =
        transaction.execute(
            status -> {
              jdbc.sql(
                      "delete from outbox_delivery where state = 'SENT' and finished_at < ? and"
                          + " notification_id not in (select notification_id from outbox_delivery"
                          + " where state <> 'SENT' or finished_at >= ?)")
                  .params(before.toEpochMilli(), before.toEpochMilli())
                  .update();
              return jdbc.sql(
                      "delete from outbox_notification where created_at < ? and not exists (select"
                          + " 1 from outbox_delivery d where d.notification_id ="
                          + " outbox_notification.id)")
                  .param(before.toEpochMilli())
                  .update();
            });
    return removed == null ? 0 : removed;
  }

  boolean hasDue(Webhook webhook) {
    return jdbc.sql(
                "select count(*) from outbox_delivery where state = 'PENDING' and webhook = ?"
                    + " and next_attempt_at <= ? and claimed_until <= ?")
            .params(webhook.key(), clock.millis(), clock.millis())
            .query(Integer.class)
            .single()
        > 0;
  }

  /** How many deliveries to {@code webhook} wait for an attempt before {@code dueBefore}. */
  int waiting(Webhook webhook, long dueBefore) {
    return jdbc.sql(
            "select count(*) from outbox_delivery where state = 'PENDING' and webhook = ?"
                + " and next_attempt_at < ?")
        .params(webhook.key(), dueBefore)
        .query(Integer.class)
        .single();
  }
}
