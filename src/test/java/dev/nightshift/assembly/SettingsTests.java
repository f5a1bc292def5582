package dev.nightshift.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.home.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTests {
  @TempDir Path directory;

  @Test
  void nothingSetGivesTheDefaults() {
    assertThat(load(Map.of(), Map.of()).model().base()).isEqualTo("default");
  }

  @Test
  void theHomesFileWinsOverTheShippedOne() throws IOException {
    write("nightshift:\n  model:\n    base: mine.gguf\n");
    assertThat(load(Map.of(), Map.of()).model().base()).isEqualTo("mine.gguf");
  }

  @Test
  void theEnvironmentWinsOverFilesAndTheCommandLineOverBoth() throws IOException {
    write("nightshift.model.base: mine.gguf\n");
    Map<String, String> environment = Map.of("NIGHTSHIFT_MODEL_BASE", "ollama:theirs");
    assertThat(load(environment, Map.of()).model().base()).isEqualTo("ollama:theirs");
    assertThat(load(environment, Map.of("nightshift.model.base", "x.gguf")).model().base())
        .isEqualTo("x.gguf");
  }

  @Test
  void aSettingThatDoesNotExistIsRefusedWithTheNearestName() throws IOException {
    write("nightshift:\n  model:\n    bse: mine.gguf\n");
    assertThatThrownBy(() -> load(Map.of(), Map.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("nightshift.model.bse")
        .hasMessageContaining("application.yaml")
        .hasMessageContaining("did you mean nightshift.model.base?");
  }

  @Test
  void aVariableThatDoesNotExistIsRefusedToo() {
    assertThatThrownBy(() -> load(Map.of("NIGHTSHIFT_MODEL_BSE", "x"), Map.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("NIGHTSHIFT_MODEL_BSE")
        .hasMessageContaining("nightshift.model.base");
  }

  @Test
  void aValueThatItsRecordRefusesIsNamedWithItsOrigin() {
    assertThatThrownBy(() -> load(Map.of("NIGHTSHIFT_MODEL_BASE", " "), Map.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("nightshift.model.base")
        .hasMessageContaining("NIGHTSHIFT_MODEL_BASE in the environment")
        .hasMessageContaining("must be default, a GGUF file");
  }

  @Test
  void theHomeItselfIsNoSetting() {
    assertThat(load(Map.of("NIGHTSHIFT_HOME", "/somewhere"), Map.of())).isNotNull();
  }

  @Test
  void brokenYamlIsToldWithItsFile() throws IOException {
    write("nightshift:\n  model: [\n");
    assertThatThrownBy(() -> load(Map.of(), Map.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("cannot read " + directory.resolve("application.yaml"));
  }

  private void write(String yaml) throws IOException {
    Files.writeString(directory.resolve("application.yaml"), yaml);
  }

  private Settings load(Map<String, String> environment, Map<String, String> overrides) {
    return Settings.load(new Home(directory), environment, overrides);
  }
}
