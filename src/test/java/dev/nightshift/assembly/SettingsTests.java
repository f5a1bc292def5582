package dev.nightshift.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.augmentation.AugmentationSettings;
import dev.nightshift.augmentation.ModelForm;
import dev.nightshift.augmentation.PromptForm;
import dev.nightshift.council.CouncilSettings;
import dev.nightshift.council.Role;
import dev.nightshift.council.SeatSettings;
import dev.nightshift.evaluation.GateSettings;
import dev.nightshift.gateway.GatewaySettings;
import dev.nightshift.harvest.HarvestSettings;
import dev.nightshift.home.Home;
import dev.nightshift.inference.EngineSettings;
import dev.nightshift.memory.MemorySettings;
import dev.nightshift.nightly.NightlySettings;
import dev.nightshift.nightly.RetentionSettings;
import dev.nightshift.notify.NotifySettings;
import dev.nightshift.rollout.RolloutSettings;
import dev.nightshift.serving.ServingSettings;
import dev.nightshift.state.StateSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTests {
  @TempDir Path directory;

  @Test
  void nothingSetGivesTheDefaults() {
    assertThat(load(Map.of(), Map.of()).model().base()).isEqualTo("default");
  }

  @Test
  void whatFeaturesCallTheirDefaultsIsWhatNothingSetGives() {
    Settings settings = load(Map.of(), Map.of());
    assertThat(settings.engine()).isEqualTo(EngineSettings.defaults());
    assertThat(settings.serving()).isEqualTo(ServingSettings.defaults());
    assertThat(settings.memory()).isEqualTo(MemorySettings.defaults());
    assertThat(settings.augmentation()).isEqualTo(AugmentationSettings.defaults());
    assertThat(settings.state()).isEqualTo(StateSettings.defaults());
    assertThat(settings.harvest()).isEqualTo(HarvestSettings.defaults());
    assertThat(settings.council()).isEqualTo(CouncilSettings.defaults());
    assertThat(settings.evaluation()).isEqualTo(GateSettings.defaults());
    assertThat(settings.rollout()).isEqualTo(RolloutSettings.defaults());
    assertThat(settings.notifications()).isEqualTo(NotifySettings.defaults());
    assertThat(settings.nightly()).isEqualTo(NightlySettings.defaults());
    assertThat(settings.retention()).isEqualTo(RetentionSettings.defaults());
    assertThat(settings.gateway()).isEqualTo(GatewaySettings.defaults());
  }

  @Test
  void operatorsNamesTakePlainNumbersInTheirUsualUnits() {
    Settings settings =
        load(
            Map.of(
                "ROLLBACK_THRESHOLD_LATENCY", "1500",
                "ROLLBACK_THRESHOLD_SUCCESS", "0.9",
                "MONITOR_DURATION", "10",
                "NOTIFICATION_WEBHOOK", "https://hooks.example/x"),
            Map.of());
    assertThat(settings.rollout().latencyThreshold()).isEqualTo(Duration.ofMillis(1500));
    assertThat(settings.rollout().successThreshold()).isEqualTo(0.9);
    assertThat(settings.rollout().monitorDuration()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.notifications().webhooks()).containsExactly("https://hooks.example/x");
  }

  @Test
  void operatorsNamesTakeUnitsToo() {
    assertThat(load(Map.of("MONITOR_DURATION", "2m"), Map.of()).rollout().monitorDuration())
        .isEqualTo(Duration.ofMinutes(2));
  }

  @ParameterizedTest
  @CsvSource({
    "MONITOR_DURATION, soon, nightshift.rollout.monitor-duration = soon, a duration such as",
    "ROLLBACK_THRESHOLD_SUCCESS, most, nightshift.rollout.success-threshold = most, a number",
    "ROLLBACK_THRESHOLD_SUCCESS, 1.5, nightshift.rollout.success-threshold = 1.5, at most 1",
    "NIGHTSHIFT_SERVING_QUEUE_SIZE, 0, nightshift.serving.queue-size = 0, at least 1",
    "NIGHTSHIFT_SERVING_BACKEND, cloud, nightshift.serving.backend = cloud, 'embedded, ollama'",
    "NIGHTSHIFT_NIGHTLY_AT, 2 AM, nightshift.nightly.at = 2 AM, a time such as 02:00",
    "NIGHTSHIFT_NIGHTLY_ENABLED, ja, nightshift.nightly.enabled = ja, true or false",
    "NIGHTSHIFT_ROLLOUT_MONITOR_DURATION, 60, nightshift.rollout.monitor-duration = 60, needs a"
        + " unit"
  })
  void aWrongValueIsNamedWithWhatIsAllowed(
      String variable, String value, String named, String allowed) {
    assertThatThrownBy(() -> load(Map.of(variable, value), Map.of()))
        .isInstanceOf(OperationException.class)
        .hasMessageContaining(named)
        .hasMessageContaining(variable + " in the environment")
        .hasMessageContaining(allowed);
  }

  @ParameterizedTest
  @CsvSource({
    "NOTIFICATION_WEBHOOK, 'https://hooks.example/T0P5ECRET,htp:/typo'",
    "NIGHTSHIFT_GATEWAY_API_TOKEN, T0P5ECRET",
    "NIGHTSHIFT_STATE_URL, jdbc:mysql://db/x?password=T0P5ECRET",
  })
  void aSecretThatIsWrongIsNotShown(String variable, String value) {
    assertThatThrownBy(() -> load(Map.of(variable, value), Map.of()))
        .isInstanceOf(OperationException.class)
        .hasMessageContaining(variable + " in the environment")
        .hasMessageNotContaining("T0P5ECRET");
  }

  @Test
  void theKeyOfASeatThatMayHaveNoneIsNotShown() throws IOException {
    write(
        """
        nightshift.council.seats:
          - {role: analyst, model: "ollama:tiny", api-key: T0P5ECRET}
        """);
    assertThatThrownBy(() -> load(Map.of(), Map.of()))
        .isInstanceOf(OperationException.class)
        .hasMessageContaining("apiKey")
        .hasMessageNotContaining("T0P5ECRET");
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
  void ollamaIsLookedForWhereEveryoneElseLooksUnlessASettingSaysOtherwise() throws IOException {
    Map<String, String> environment = Map.of("OLLAMA_HOST", "0.0.0.0:7777");
    assertThat(load(environment, Map.of()).serving().ollamaUrl())
        .isEqualTo("http://127.0.0.1:7777");
    write("nightshift.serving.ollama-url: https://gpu.example\n");
    assertThat(load(environment, Map.of()).serving().ollamaUrl())
        .isEqualTo("https://gpu.example:443");
    assertThatThrownBy(() -> load(Map.of("NIGHTSHIFT_SERVING_OLLAMA_URL", "ftp://x"), Map.of()))
        .hasMessageContaining("nightshift.serving.ollama-url = ftp://x")
        .hasMessageContaining("http://");
  }

  @Test
  void aSettingThatDoesNotExistIsRefusedWithTheNearestName() throws IOException {
    write("nightshift:\n  model:\n    bse: mine.gguf\n");
    assertThatThrownBy(() -> load(Map.of(), Map.of()))
        .isInstanceOf(OperationException.class)
        .hasMessageContaining("nightshift.model.bse")
        .hasMessageContaining("application.yaml")
        .hasMessageContaining("did you mean nightshift.model.base?");
  }

  @Test
  void aVariableThatDoesNotExistIsRefusedToo() {
    assertThatThrownBy(() -> load(Map.of("NIGHTSHIFT_MODEL_BSE", "x"), Map.of()))
        .isInstanceOf(OperationException.class)
        .hasMessageContaining("NIGHTSHIFT_MODEL_BSE")
        .hasMessageContaining("nightshift.model.base");
  }

  @Test
  void aValueThatItsRecordRefusesIsNamedWithItsOrigin() {
    assertThatThrownBy(() -> load(Map.of("NIGHTSHIFT_MODEL_BASE", " "), Map.of()))
        .isInstanceOf(OperationException.class)
        .hasMessageContaining("nightshift.model.base")
        .hasMessageContaining("NIGHTSHIFT_MODEL_BASE in the environment")
        .hasMessageContaining("must be default, a GGUF file");
  }

  @Test
  void aModelCanHaveAFormOfItsOwnForCorrections() {
    Map<String, String> environment =
        Map.of(
            "NIGHTSHIFT_AUGMENTATION_FORM", "system",
            "NIGHTSHIFT_AUGMENTATION_MODELS_0_MODEL", "qwen3:8b",
            "NIGHTSHIFT_AUGMENTATION_MODELS_0_FORM", "off");

    AugmentationSettings settings = load(environment, Map.of()).augmentation();

    assertThat(settings.form()).isEqualTo(PromptForm.SYSTEM);
    assertThat(settings.models()).containsExactly(new ModelForm("qwen3:8b", PromptForm.OFF));
  }

  @Test
  void seatsOfTheCouncilAreAListInTheFileAndNumberedInTheEnvironment() throws IOException {
    write(
        """
        nightshift:
          council:
            seats:
              - role: analyst
              - role: verifier
                model: ollama:qwen3
                weight: 2
        """);
    Map<String, String> environment =
        Map.of(
            "NIGHTSHIFT_COUNCIL_SEATS_1_TEMPERATURE", "0.3",
            "NIGHTSHIFT_COUNCIL_SEATS_2_ROLE", "corrector",
            "NIGHTSHIFT_COUNCIL_SEATS_2_MODEL", "openai:big",
            "NIGHTSHIFT_COUNCIL_SEATS_2_URL", "https://models.example/v1",
            "NIGHTSHIFT_COUNCIL_SEATS_2_API_KEY", "sesame");

    assertThat(load(environment, Map.of()).council().seats())
        .containsExactly(
            SeatSettings.of(Role.ANALYST),
            new SeatSettings(Role.VERIFIER, "ollama:qwen3", "", "", 2, 0.3),
            new SeatSettings(
                Role.CORRECTOR, "openai:big", "https://models.example/v1", "sesame", 1, 0))
        .allSatisfy(seat -> assertThat(seat.toString()).doesNotContain("sesame"));
  }

  @ParameterizedTest
  @CsvSource({
    "0_MODEL, gpt, 'model must be default, ollama:NAME or openai:NAME: gpt'",
    "0_MODEL, ollama:, 'model must be default, ollama:NAME or openai:NAME: ollama:'",
    "0_URL, localhost, url must be left out when the model is default",
    "0_WEIGHT, 0, weight must be above 0",
    "0_TEMPERATURE, 3, temperature must be 0 to 2",
    "0_ROLE, judge, 'one of analyst, corrector, verifier'",
    "0_MODL, x, did you mean nightshift.council.seats[0].model?"
  })
  void aWrongSeatIsNamedWithWhatIsAllowed(String variable, String value, String told) {
    Map<String, String> environment = new HashMap<>();
    environment.put("NIGHTSHIFT_COUNCIL_SEATS_0_ROLE", "analyst");
    environment.put("NIGHTSHIFT_COUNCIL_SEATS_" + variable, value);
    assertThatThrownBy(() -> load(environment, Map.of()))
        .isInstanceOf(OperationException.class)
        .hasMessageContaining(told)
        .hasMessageContaining("NIGHTSHIFT_COUNCIL_SEATS_" + variable);
  }

  @Test
  void whatASeatLacksIsNamed() {
    assertThatThrownBy(() -> load(Map.of("NIGHTSHIFT_COUNCIL_SEATS_0_WEIGHT", "2"), Map.of()))
        .hasMessage(
            "nightshift.council.seats[0].role: role must be analyst, corrector or verifier");
    assertThatThrownBy(
            () ->
                load(
                    Map.of(
                        "NIGHTSHIFT_COUNCIL_SEATS_0_ROLE", "analyst",
                        "NIGHTSHIFT_COUNCIL_SEATS_0_MODEL", "openai:big"),
                    Map.of()))
        .hasMessageStartingWith("nightshift.council.seats[0].url: url must say where openai:big");
  }

  @Test
  void theHomeItselfIsNoSetting() {
    assertThat(load(Map.of("NIGHTSHIFT_HOME", "/somewhere"), Map.of())).isNotNull();
  }

  @Test
  void brokenYamlIsToldWithItsFile() throws IOException {
    write("nightshift:\n  model: [\n");
    assertThatThrownBy(() -> load(Map.of(), Map.of()))
        .isInstanceOf(OperationException.class)
        .hasMessageContaining("cannot read " + directory.resolve("application.yaml"));
  }

  private void write(String yaml) throws IOException {
    Files.writeString(directory.resolve("application.yaml"), yaml);
  }

  private Settings load(Map<String, String> environment, Map<String, String> overrides) {
    return Settings.load(new Home(directory), environment, overrides);
  }
}
