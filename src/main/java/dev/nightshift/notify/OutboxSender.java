package dev.nightshift.notify;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Empties the outbox: in the background while the program runs, see {@link #start()}, or before it
 * ends, see {@link #drain}.
 *
 * <p>Each delivery is claimed for a while before it is sent, so that two processes do not both send
 * it; one that dies between sending and noting so leaves a claim that runs out, and the delivery is
 * sent again with the same id: at least once, not exactly once. A delivery that fails is tried
 * again after a wait that doubles each time, shortened at random by up to half, and is dead when
 * too old.
 */
public final class OutboxSender implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(OutboxSender.class);
  private static final long POLL_MILLIS = 1000;

  private final Outbox outbox;
  private final WebhookSlots slots;
  private final WebhookClient client;
  private final NotifySettings settings;
  private final List<Webhook> webhooks;
  private final InstantSource clock;
  private final Semaphore published = new Semaphore(0);
  private @Nullable Thread thread;

  /** A sender of what {@code outbox} holds in the same database, not started. */
  public OutboxSender(
      Outbox outbox, DataSource dataSource, NotifySettings settings, InstantSource clock) {
    this.outbox = outbox;
    this.slots = new WebhookSlots(dataSource, clock);
    this.client = new WebhookClient(settings.timeout(), clock);
    this.settings = settings;
    this.webhooks = settings.parsed();
    this.clock = clock;
    outbox.onPublish(published::release);
  }

  /** Sends what waits and what will come, on a virtual thread, until closed. */
  public synchronized void start() {
    if (thread == null && !webhooks.isEmpty()) {
      thread = Thread.ofVirtual().name("outbox-sender").start(this::sendForEver);
    }
  }

  private void sendForEver() {
    try {
      while (true) {
        if (sendDue() == 0) {
          published.tryAcquire(POLL_MILLIS, TimeUnit.MILLISECONDS);
          published.drainPermits();
        }
      }
    } catch (InterruptedException e) {
      log.debug("No more notifications are sent");
    }
  }

  /**
   * Sends what is due in the calling thread until nothing is left that could be sent before {@code
   * limit} has passed; what is left is sent by the next process that uses the home directory.
   *
   * @return how many deliveries are left
   */
  public int drain(Duration limit) {
    long end = clock.millis() + limit.toMillis();
    try {
      while (waiting(end) > 0 && clock.millis() < end) {
        if (sendDue() == 0) {
          TimeUnit.MILLISECONDS.sleep(20);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return waiting(Long.MAX_VALUE);
  }

  private int waiting(long dueBefore) {
    return webhooks.stream().mapToInt(webhook -> outbox.waiting(webhook, dueBefore)).sum();
  }

  /** One round over the webhooks; returns how many requests were made. */
  private int sendDue() throws InterruptedException {
    int requests = 0;
    try {
      for (Webhook webhook : webhooks) {
        if (outbox.hasDue(webhook) && slots.take(webhook, settings.spacing())) {
          Optional<Delivery> delivery = outbox.claim(webhook, leaseMillis());
          if (delivery.isPresent()) {
            send(delivery.get());
            requests++;
          }
        }
      }
      outbox.buryOlderThan(clock.millis() - settings.giveUpAfter().toMillis(), webhooks);
    } catch (RuntimeException e) {
      log.warn("Notifications could not be sent; trying again", e);
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    return requests;
  }

  private long leaseMillis() {
    return settings.timeout().toMillis() * 2 + 5_000;
  }

  private void send(Delivery delivery) throws InterruptedException {
    WebhookClient.Reply reply = client.send(delivery);
    // Counted from the reply on: a slow request and a fast one after it must not arrive together.
    slots.close(delivery.webhook(), settings.spacing());
    switch (reply) {
      case WebhookClient.Taken() -> outbox.sent(delivery);
      case WebhookClient.Refused(String error) -> {
        log.warn(
            "{} refused notification {}: {}",
            delivery.webhook(),
            delivery.notification().id(),
            error);
        outbox.dead(delivery, error);
      }
      case WebhookClient.Later(String error) -> retry(delivery, error, Duration.ZERO);
      case WebhookClient.NotBefore(String error, Duration wait) -> {
        slots.close(delivery.webhook(), wait);
        retry(delivery, error, wait);
      }
    }
  }

  private void retry(Delivery delivery, String error, Duration atLeast) {
    long wait = Math.max(backOffMillis(delivery.attempts()), atLeast.toMillis());
    log.info(
        "Notification {} did not reach {} ({}); next attempt in {} s",
        delivery.notification().id(),
        delivery.webhook(),
        error,
        wait / 1000);
    outbox.retry(delivery, error, wait);
  }

  private long backOffMillis(int failedBefore) {
    long first = settings.firstRetry().toMillis();
    long most = settings.maxRetry().toMillis();
    long wait = failedBefore >= 30 ? most : Math.min(most, first << failedBefore);
    return wait - ThreadLocalRandom.current().nextLong(wait / 2 + 1);
  }

  /** Stops sending; a request under way is cut off and repeated by the next process. */
  @Override
  public synchronized void close() {
    if (thread != null) {
      thread.interrupt();
      thread = null;
    }
    client.close();
  }
}
