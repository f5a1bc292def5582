package dev.nightshift.notify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whom to tell, and how patiently.
 *
 * @param webhooks webhook URLs; one element may hold several separated by commas. The host says
 *     what is sent (Slack, Discord, otherwise plain JSON) unless the element begins with {@code
 *     slack:}, {@code discord:} or {@code json:}. They are secrets and never shown.
 * @param timeout for one request, 100 ms to 60 s
 * @param firstRetry wait before the second attempt, doubled each time; positive
 * @param maxRetry longest wait between attempts, at least {@code firstRetry}
 * @param giveUpAfter age at which a notification that nobody took is dropped as dead
 * @param spacing shortest time between two requests to one webhook
 */
public record NotifySettings(
    @DefaultValue List<String> webhooks,
    @DefaultValue("10s") Duration timeout,
    @DefaultValue("2s") Duration firstRetry,
    @DefaultValue("10m") Duration maxRetry,
    @DefaultValue("24h") Duration giveUpAfter,
    @DefaultValue("1s") Duration spacing) {

  public NotifySettings {
    webhooks = split(webhooks);
    parse(webhooks);
    check("timeout", timeout, Duration.ofMillis(100), Duration.ofSeconds(60));
    check("first-retry", firstRetry, Duration.ofMillis(1), Duration.ofHours(1));
    check("max-retry", maxRetry, firstRetry, Duration.ofDays(1));
    check("give-up-after", giveUpAfter, Duration.ofSeconds(1), Duration.ofDays(30));
    check("spacing", spacing, Duration.ZERO, Duration.ofMinutes(1));
  }

  /** Nobody to tell. */
  public static NotifySettings defaults() {
    return to(List.of());
  }

  /** These webhooks, patience as by default. */
  public static NotifySettings to(List<String> webhooks) {
    return new NotifySettings(
        webhooks,
        Duration.ofSeconds(10),
        Duration.ofSeconds(2),
        Duration.ofMinutes(10),
        Duration.ofHours(24),
        Duration.ofSeconds(1));
  }

  /** The webhooks, each once. */
  List<Webhook> parsed() {
    return parse(webhooks);
  }

  private static List<Webhook> parse(List<String> urls) {
    List<Webhook> parsed = new ArrayList<>();
    for (int i = 0; i < urls.size(); i++) {
      parsed.add(Webhook.parse("notify.webhooks[" + i + "]", urls.get(i)));
    }
    return parsed.stream().distinct().toList();
  }

  private static List<String> split(List<String> elements) {
    List<String> urls = new ArrayList<>();
    for (String element : elements) {
      for (String url : element.split(",", -1)) {
        if (!url.isBlank()) {
          urls.add(url.strip());
        }
      }
    }
    return List.copyOf(urls);
  }

  private static void check(String name, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          "notify." + name + " is " + value + "; allowed: " + least + " to " + most);
    }
  }

  @Override
  public String toString() {
    return "NotifySettings[" + webhooks.size() + " webhooks, timeout=" + timeout + "]";
  }
}
