package dev.nightshift.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FleetSettingsTests {
  private static FleetSettings of(String node, String url, String secret) {
    FleetSettings d = FleetSettings.defaults();
    return new FleetSettings(
        node, url, secret, d.heartbeat(), d.awayAfter(), d.patience(), 0, 1, 10, d.transferTime());
  }

  @Test
  void oneNodeTriesItFirstUnlessALargerShareIsSet() {
    assertThat(FleetSettings.defaults().canaries(10)).isEqualTo(1);
    assertThat(FleetRolloutTests.settings(0.25, 1).canaries(10)).isEqualTo(3);
    assertThat(FleetRolloutTests.settings(1, 1).canaries(4)).isEqualTo(4);
    assertThat(FleetRolloutTests.settings(0.1, 1).canaries(1)).isEqualTo(1);
  }

  @Test
  void wrongValuesSayWhatIsAllowed() {
    assertThatThrownBy(() -> of("Node 1", "", "")).hasMessageContaining("lower-case letters");
    assertThatThrownBy(() -> of("", "", "short")).hasMessageContaining("at least 32 characters");
    for (String url : new String[] {"ftp://a", "a:8000", "http://", "http://u:p@a", "http://a?b"}) {
      assertThatThrownBy(() -> of("", url, "")).as(url).hasMessageContaining("http://HOST:PORT");
    }
    assertThatThrownBy(() -> FleetRolloutTests.settings(1.1, 1)).hasMessageContaining("0 to 1");
    assertThatThrownBy(() -> FleetRolloutTests.settings(0, 0)).hasMessageContaining("1 to 100");
    assertThatThrownBy(
            () ->
                new FleetSettings(
                    "",
                    "",
                    "",
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(5),
                    Duration.ofMinutes(1),
                    0,
                    1,
                    10,
                    Duration.ofMinutes(1)))
        .hasMessage("away-after is 5000 ms; allowed: 6000 to 3600000 ms");
  }

  @Test
  void theSecretIsNotInWords() {
    FleetSettings settings = of("a", "http://10.0.0.1:8000/", "s".repeat(32));
    assertThat(settings.toString()).doesNotContain("sss").contains("secret=set");
    assertThat(settings.url()).isEqualTo("http://10.0.0.1:8000");
  }
}
