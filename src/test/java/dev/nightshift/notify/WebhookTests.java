package dev.nightshift.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WebhookTests {

  private static Webhook.Format formatOf(String url) {
    return Webhook.parse("w", url).format();
  }

  @Test
  void theHostSaysWhatIsSent() {
    assertThat(formatOf("https://hooks.slack.com/services/T/B/x")).isEqualTo(Webhook.Format.SLACK);
    assertThat(formatOf("https://discord.com/api/webhooks/1/x")).isEqualTo(Webhook.Format.DISCORD);
    assertThat(formatOf("https://ptb.discord.com/api/webhooks/1/x"))
        .isEqualTo(Webhook.Format.DISCORD);
    assertThat(formatOf("https://discordapp.com/api/webhooks/1/x"))
        .isEqualTo(Webhook.Format.DISCORD);
    assertThat(formatOf("https://evil-discord.com/x")).isEqualTo(Webhook.Format.JSON);
    assertThat(formatOf("https://example.org/discord.com")).isEqualTo(Webhook.Format.JSON);
    assertThat(formatOf("slack:http://localhost:9/x")).isEqualTo(Webhook.Format.SLACK);
  }

  @Test
  void oneSettingMayHoldSeveral() {
    NotifySettings settings =
        NotifySettings.to(
            List.of("https://a.example/1, discord:https://b.example/2", "", "https://a.example/1"));
    assertThat(
            settings.parsed().stream().map(w -> w.format().name()).collect(Collectors.joining(" ")))
        .isEqualTo("JSON DISCORD");
  }

  @Test
  void somethingElseIsRefusedWithoutShowingIt() {
    for (String bad :
        List.of("hooks.slack.com/s3cret", "ftp://x/s3cret", "https:// s3cret", "http:s3cret")) {
      assertThatThrownBy(() -> NotifySettings.to(List.of("https://ok.example/", bad)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("notify.webhooks[1]")
          .hasNoCause()
          .hasMessageNotContaining("s3cret");
    }
  }

  @Test
  void aWebhookIsNamedWithoutItsUrl() {
    Webhook webhook = Webhook.parse("w", "https://hooks.slack.com/services/T/B/s3cret");
    assertThat(webhook.toString()).startsWith("slack-").doesNotContain("s3cret");
  }
}
