package dev.nightshift.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.console.SettingShown;
import dev.nightshift.home.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the console says of the settings. */
class SettingsInForceTests {
  @TempDir Path directory;

  @Test
  void each_is_shown_with_its_value_and_where_that_was_written() throws IOException {
    Files.writeString(
        directory.resolve("application.yaml"),
        "nightshift:\n  nightly:\n    at: \"03:30\"\n  tuning:\n    precision: BFLOAT16\n");
    List<SettingShown> shown =
        shown(Map.of("NIGHTSHIFT_TUNING_RANK", "8"), Map.of("nightshift.gateway.port", "8123"));

    assertThat(shown)
        .contains(
            new SettingShown(
                "nightshift.nightly.at", "03:30", directory.resolve("application.yaml").toString()),
            new SettingShown("nightshift.gateway.port", "8123", "given at the start"),
            new SettingShown(
                "nightshift.tuning.rank", "8", "NIGHTSHIFT_TUNING_RANK in the environment"),
            new SettingShown("nightshift.tuning.epochs", "", "default"),
            new SettingShown("nightshift.nightly.enabled", "true", "default"));
    assertThat(shown).extracting(SettingShown::name).contains("nightshift.models.hermes.backend");
  }

  @Test
  void what_a_file_says_in_vain_may_be_wrong() throws IOException {
    Path file = directory.resolve("application.yaml");
    Files.writeString(file, "nightshift:\n  gateway.port: 70000\n  tuning.rank: 8\n");

    assertThat(shown(Map.of(), Map.of("nightshift.gateway.port", "0")))
        .contains(
            new SettingShown("nightshift.gateway.port", "0", "given at the start"),
            new SettingShown("nightshift.tuning.rank", "8", file.toString()),
            new SettingShown("nightshift.tuning.epochs", "", "default"));
  }

  @Test
  void no_secret_is_shown_wherever_it_was_written() {
    Map<String, String> environment =
        Map.of(
            "NIGHTSHIFT_GATEWAY_API_TOKEN", "a-token-of-the-environment",
            "NIGHTSHIFT_NOTIFY_WEBHOOKS", "https://hooks.example.org/a-hidden-path");
    List<SettingShown> shown =
        shown(environment, Map.of("nightshift.state.password", "a-word-that-opens"));

    assertThat(shown.toString())
        .doesNotContain("a-token-of-the-environment", "a-hidden-path", "a-word-that-opens");
    assertThat(shown)
        .contains(
            new SettingShown(
                "nightshift.gateway.api-token",
                "••••••",
                "NIGHTSHIFT_GATEWAY_API_TOKEN in the environment"));
  }

  private List<SettingShown> shown(Map<String, String> environment, Map<String, String> overrides) {
    Home home = new Home(directory);
    return SettingsInForce.of(home, environment, Settings.load(home, environment, overrides));
  }
}
