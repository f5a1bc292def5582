package dev.nightshift.notify;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sends one message to one webhook and says what became of it, never with its URL. */
final class WebhookClient implements AutoCloseable {
  private static final Duration MOST_PATIENCE = Duration.ofHours(1);
  private static final long MOST_OF_A_REPLY = 1 << 16;

  private final HttpClient http;
  private final Duration timeout;
  private final InstantSource clock;

  WebhookClient(Duration timeout, InstantSource clock) {
    this.timeout = timeout;
    this.clock = clock;
    this.http =
        HttpClient.newBuilder()
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
  }

  /** What became of a request. */
  sealed interface Reply {}

  /** The webhook took it. */
  record Taken() implements Reply {}

  /** It may work later. */
  record Later(String error) implements Reply {}

  /** It may work after that time; until then the webhook wants no request at all. */
  record NotBefore(String error, Duration patience) implements Reply {}

  /** It will never work. */
  record Refused(String error) implements Reply {}

  Reply send(Delivery delivery) throws InterruptedException {
    Webhook webhook = delivery.webhook();
    HttpRequest request =
        HttpRequest.newBuilder(address(webhook))
            .timeout(timeout)
            .header("Content-Type", "application/json; charset=utf-8")
            .header("User-Agent", "nightshift")
            .header("X-Notification-Id", delivery.notification().id())
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    WebhookMessage.of(webhook.format(), delivery.notification())))
            .build();
    try {
      return reply(http.send(request, WebhookClient::body));
    } catch (IOException e) {
      // Not its message, which may quote the address.
      return new Later(e.getClass().getSimpleName());
    }
  }

  /** With {@code wait=true} Discord answers only after it stored the message. */
  private static URI address(Webhook webhook) {
    return switch (webhook.format()) {
      case SLACK, JSON -> webhook.url();
      case DISCORD -> {
        String url = webhook.url().toString();
        yield URI.create(url + (url.contains("?") ? "&" : "?") + "wait=true");
      }
    };
  }

  /** What a webhook says matters only when it says how long to wait; the rest is not kept. */
  private static HttpResponse.BodySubscriber<String> body(HttpResponse.ResponseInfo head) {
    return head.statusCode() == 429
        ? HttpResponse.BodySubscribers.limiting(
            HttpResponse.BodySubscribers.ofString(StandardCharsets.UTF_8), MOST_OF_A_REPLY)
        : HttpResponse.BodySubscribers.replacing("");
  }

  /** Discord says in the body as well how long to wait, and proxies drop headers. */
  private static Optional<String> retryAfter(HttpResponse<String> response) {
    Optional<String> header = response.headers().firstValue("Retry-After");
    if (header.isPresent() || response.body().isEmpty()) {
      return header;
    }
    try {
      JsonNode seconds = JsonMapper.shared().readTree(response.body()).path("retry_after");
      return seconds.isNumber() ? Optional.of(seconds.asString()) : Optional.empty();
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  private Reply reply(HttpResponse<String> response) {
    int status = response.statusCode();
    String error = "HTTP " + status;
    if (status >= 200 && status < 300) {
      return new Taken();
    }
    boolean later = status >= 500 || status == 408 || status == 425 || status == 429;
    if (!later) {
      return new Refused(error);
    }
    return retryAfter(response)
        .<Reply>map(value -> new NotBefore(error, patience(value)))
        .orElse(new Later(error));
  }

  /** Reads seconds, which Discord gives with decimals, or an HTTP date; at most an hour. */
  private Duration patience(String retryAfter) {
    Duration patience;
    try {
      patience = Duration.ofMillis((long) Math.ceil(Double.parseDouble(retryAfter.strip()) * 1000));
    } catch (NumberFormatException e) {
      patience = untilDate(retryAfter.strip());
    }
    if (patience.isNegative()) {
      return Duration.ZERO;
    }
    return patience.compareTo(MOST_PATIENCE) > 0 ? MOST_PATIENCE : patience;
  }

  private Duration untilDate(String date) {
    try {
      Instant then = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Duration.between(clock.instant(), then);
    } catch (DateTimeException e) {
      return Duration.ofSeconds(1);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
