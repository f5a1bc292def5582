package dev.nightshift.notify;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A notification as Slack blocks: a header, a section of text, sections of up to ten fields, the
 * id.
 *
 * <p>Slack's limits: 50 blocks, 150 characters in a header, 3000 in a section's text, ten fields of
 * 2000 characters in a section. The three characters of its markup are escaped, so that nothing in
 * a notification mentions anybody; escapes count towards the limits.
 */
final class SlackMessage {
  private static final int MAX_BLOCKS = 50;
  private static final int MAX_HEADER = 150;
  private static final int MAX_TEXT = 3000;
  private static final int MAX_FIELD = 2000;
  private static final int FIELDS_IN_SECTION = 10;

  private SlackMessage() {}

  static Map<String, Object> of(Notification notification) {
    List<Map<String, Object>> blocks = new ArrayList<>();
    blocks.add(
        Map.of(
            "type",
            "header",
            "text",
            plainText(WebhookMessage.cut(notification.title(), MAX_HEADER))));
    if (!notification.text().isBlank()) {
      blocks.add(section(escaped(notification.text(), MAX_TEXT)));
    }
    blocks.addAll(fields(notification.fields(), MAX_BLOCKS - blocks.size() - 1));
    blocks.add(
        Map.of("type", "context", "elements", List.of(plainText("id " + notification.id()))));
    // "text" is what notifications of the client show; blocks are what the channel shows.
    return Map.of("text", escaped(notification.title(), MAX_HEADER), "blocks", blocks);
  }

  private static List<Map<String, Object>> fields(Map<String, String> fields, int mostBlocks) {
    List<Map<String, String>> texts =
        fields.entrySet().stream()
            .map(
                e ->
                    markdown(
                        "*"
                            + escaped(e.getKey(), 200)
                            + "*\n"
                            + escaped(e.getValue(), MAX_FIELD - 210)))
            .toList();
    List<Map<String, Object>> sections = new ArrayList<>();
    for (int i = 0; i < texts.size() && sections.size() < mostBlocks; i += FIELDS_IN_SECTION) {
      List<Map<String, String>> some =
          texts.subList(i, Math.min(texts.size(), i + FIELDS_IN_SECTION));
      sections.add(Map.of("type", "section", "fields", some));
    }
    return sections;
  }

  private static Map<String, Object> section(String text) {
    return Map.of("type", "section", "text", markdown(text));
  }

  private static Map<String, String> markdown(String text) {
    return Map.of("type", "mrkdwn", "text", text);
  }

  private static Map<String, Object> plainText(String text) {
    return Map.of("type", "plain_text", "text", text);
  }

  private static String escaped(String text, int limit) {
    StringBuilder out = new StringBuilder();
    for (int at = 0; at < text.length(); ) {
      int character = text.codePointAt(at);
      String next =
          switch (character) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            default -> Character.toString(character);
          };
      at += Character.charCount(character);
      boolean last = at >= text.length();
      if (out.length() + next.length() > (last ? limit : limit - 1)) {
        return out.append('…').toString();
      }
      out.append(next);
    }
    return out.toString();
  }
}
