package dev.nightshift.notify;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/** Reaches for webhooks without sending a message: HEAD is no delivery to any of them. */
public final class WebhookProbe {
  private WebhookProbe() {}

  /**
   * What came of one.
   *
   * @param webhook its name in the database, which does not give its address away
   * @param reached whether a server answered that may know the address
   * @param answer in words
   */
  public record Reached(String webhook, boolean reached, String answer) {
    @Override
    public String toString() {
      return webhook + " " + answer;
    }
  }

  /** Asks each webhook once. */
  public static List<Reached> of(NotifySettings settings) {
    List<Reached> all = new ArrayList<>();
    try (HttpClient http =
        HttpClient.newBuilder()
            .connectTimeout(settings.timeout())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build()) {
      for (Webhook webhook : settings.parsed()) {
        all.add(ask(http, webhook, settings));
      }
    }
    return all;
  }

  private static Reached ask(HttpClient http, Webhook webhook, NotifySettings settings) {
    HttpRequest request =
        HttpRequest.newBuilder(webhook.url())
            .timeout(settings.timeout())
            .header("User-Agent", "nightshift")
            .method("HEAD", HttpRequest.BodyPublishers.noBody())
            .build();
    try {
      int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      // Many take POST only and answer HEAD with 400 or 405: that is reached.
      boolean known =
          status < 500 && status != 404 && status != 410 && status != 401 && status != 403;
      return new Reached(webhook.key(), known, "answered HTTP " + status);
    } catch (IOException e) {
      // Not its message, which may quote the address.
      return new Reached(webhook.key(), false, "not reached: " + e.getClass().getSimpleName());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Reached(webhook.key(), false, "interrupted");
    }
  }
}
