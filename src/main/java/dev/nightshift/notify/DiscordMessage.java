package dev.nightshift.notify;

import dev.nightshift.notify.Notification.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A notification as one Discord embed that mentions nobody.
 *
 * <p>Discord's limits: 256 characters of title, 4096 of description, 25 fields of 256 and 1024,
 * 2048 of footer, 6000 in all; a field needs a name and a value.
 */
final class DiscordMessage {
  private static final int MAX_TITLE = 256;
  private static final int MAX_DESCRIPTION = 4096;
  private static final int MAX_FIELDS = 25;
  private static final int MAX_NAME = 256;
  private static final int MAX_VALUE = 1024;
  private static final int MAX_TOTAL = 6000;

  private DiscordMessage() {}

  static Map<String, Object> of(Notification notification) {
    String title = WebhookMessage.cut(notification.title(), MAX_TITLE);
    String description = WebhookMessage.cut(notification.text(), MAX_DESCRIPTION);
    String footer = "id " + notification.id();
    int left = MAX_TOTAL - title.length() - description.length() - footer.length();

    Map<String, Object> embed = new LinkedHashMap<>();
    embed.put("title", title);
    if (!description.isBlank()) {
      embed.put("description", description);
    }
    embed.put("color", color(notification.kind()));
    embed.put("fields", fields(notification.fields(), left));
    embed.put("footer", Map.of("text", footer));
    return Map.of("embeds", List.of(embed), "allowed_mentions", Map.of("parse", List.of()));
  }

  private static List<Map<String, Object>> fields(Map<String, String> fields, int room) {
    List<Map<String, Object>> shown = new ArrayList<>();
    int left = room;
    for (Map.Entry<String, String> field : fields.entrySet()) {
      String name = WebhookMessage.cut(orDash(field.getKey()), MAX_NAME);
      String value = WebhookMessage.cut(orDash(field.getValue()), MAX_VALUE);
      left -= name.length() + value.length();
      if (left < 0 || shown.size() == MAX_FIELDS) {
        break;
      }
      shown.add(Map.of("name", name, "value", value, "inline", true));
    }
    return shown;
  }

  private static String orDash(String text) {
    return text.isBlank() ? "–" : text;
  }

  private static int color(Kind kind) {
    return switch (kind) {
      case HARVEST -> 0x3498DB;
      case TRAINING -> 0x9B59B6;
      case DEPLOYED -> 0x2ECC71;
      case ROLLED_BACK -> 0xE67E22;
      case ERROR -> 0xE74C3C;
    };
  }
}
