package dev.nightshift.notify;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** The JSON that each format of webhook understands, within its limits. */
final class WebhookMessage {
  private static final JsonMapper JSON = JsonMapper.shared();

  private WebhookMessage() {}

  /** The body of the request that carries {@code notification}. */
  static String of(Webhook.Format format, Notification notification) {
    return JSON.writeValueAsString(
        switch (format) {
          case SLACK -> SlackMessage.of(notification);
          case DISCORD -> DiscordMessage.of(notification);
          case JSON -> plain(notification);
        });
  }

  private static Map<String, Object> plain(Notification notification) {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("id", notification.id());
    message.put("kind", notification.kind().name());
    message.put("title", notification.title());
    message.put("text", notification.text());
    message.put("fields", notification.fields());
    return message;
  }

  /** {@code text}, cut to {@code limit} UTF-16 units with an ellipsis, never within a character. */
  static String cut(String text, int limit) {
    if (text.length() <= limit) {
      return text;
    }
    int end = limit - 1;
    if (Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end) + "…";
  }
}
