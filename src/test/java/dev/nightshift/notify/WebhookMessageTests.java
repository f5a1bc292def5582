package dev.nightshift.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class WebhookMessageTests {
  private static final String ROCKET = "\uD83D\uDE80";

  private static JsonNode message(Webhook.Format format, Notification notification) {
    return JsonMapper.shared().readTree(WebhookMessage.of(format, notification));
  }

  private static Notification huge() {
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = 0; i < 600; i++) {
      fields.put(i + "k".repeat(300), "<v>" + ROCKET.repeat(2000));
    }
    return new Notification(
        "night-1",
        Notification.Kind.ERROR,
        ROCKET.repeat(400),
        "<!channel> & ".repeat(2000),
        fields);
  }

  @Test
  void slackGetsBlocks() {
    Notification small =
        new Notification(
            "n1", Notification.Kind.DEPLOYED, "Live", "a < b & @here", Map.of("Adapter", "a1"));
    JsonNode message = message(Webhook.Format.SLACK, small);
    assertThat(message.at("/text").asString()).isEqualTo("Live");
    assertThat(message.at("/blocks/0/type").asString()).isEqualTo("header");
    assertThat(message.at("/blocks/0/text/text").asString()).isEqualTo("Live");
    assertThat(message.at("/blocks/1/text/text").asString()).isEqualTo("a &lt; b &amp; @here");
    assertThat(message.at("/blocks/2/fields/0/text").asString()).isEqualTo("*Adapter*\na1");
    assertThat(message.at("/blocks/3/elements/0/text").asString()).isEqualTo("id n1");
  }

  @Test
  void slacksLimitsHold() {
    JsonNode message = message(Webhook.Format.SLACK, huge());
    JsonNode blocks = message.at("/blocks");
    assertThat(blocks.size()).isLessThanOrEqualTo(50);
    assertThat(message.at("/blocks/0/text/text").asString()).hasSizeLessThanOrEqualTo(150);
    assertThat(message.at("/blocks/1/text/text").asString())
        .hasSizeBetween(2990, 3000)
        .doesNotContain("<")
        .endsWith("…");
    for (JsonNode block : blocks) {
      assertThat(block.path("fields").size()).isLessThanOrEqualTo(10);
      for (JsonNode field : block.path("fields")) {
        assertThat(field.path("text").asString()).hasSizeLessThanOrEqualTo(2000);
      }
    }
  }

  @Test
  void discordGetsAnEmbedThatMentionsNobody() {
    Notification small =
        new Notification("n1", Notification.Kind.DEPLOYED, "Live", "@everyone", Map.of("A", ""));
    JsonNode message = message(Webhook.Format.DISCORD, small);
    assertThat(message.at("/allowed_mentions/parse").isArray()).isTrue();
    assertThat(message.at("/allowed_mentions/parse").size()).isZero();
    assertThat(message.at("/embeds/0/title").asString()).isEqualTo("Live");
    assertThat(message.at("/embeds/0/fields/0/value").asString()).isEqualTo("–");
    assertThat(message.at("/embeds/0/footer/text").asString()).isEqualTo("id n1");
  }

  @Test
  void discordsLimitsHold() {
    JsonNode embed = message(Webhook.Format.DISCORD, huge()).at("/embeds/0");
    String title = embed.path("title").asString();
    String description = embed.path("description").asString();
    assertThat(title).hasSizeBetween(255, 256).endsWith(ROCKET + "…");
    assertThat(description).hasSize(4096);
    int total =
        title.length() + description.length() + embed.at("/footer/text").asString().length();
    assertThat(embed.path("fields").size()).isBetween(1, 25);
    for (JsonNode field : embed.path("fields")) {
      assertThat(field.path("name").asString()).hasSizeLessThanOrEqualTo(256);
      assertThat(field.path("value").asString()).hasSizeLessThanOrEqualTo(1024);
      total += field.path("name").asString().length() + field.path("value").asString().length();
    }
    assertThat(total).isLessThanOrEqualTo(6000);
  }
}
