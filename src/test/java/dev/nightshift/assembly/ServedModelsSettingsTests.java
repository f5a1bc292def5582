package dev.nightshift.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.augmentation.PromptForm;
import dev.nightshift.generation.FlowSettings;
import dev.nightshift.generation.ServedModelSettings;
import dev.nightshift.generation.ServedModelSettings.Backend;
import dev.nightshift.generation.ServedModelSettings.Kind;
import dev.nightshift.generation.ServedModels;
import dev.nightshift.home.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServedModelsSettingsTests {
  @TempDir Path directory;

  @Test
  void two_models_and_a_flow_ship() {
    Settings settings = load(Map.of());

    assertThat(settings.models().keySet()).containsExactly("hermes", "phi3");
    assertThat(settings.models().get("hermes")).isEqualTo(ServedModelSettings.text());
    assertThat(settings.models().get("phi3"))
        .isEqualTo(ServedModelSettings.structured("classpath:trade-adjustment.schema.json"));
    FlowSettings flow = trade(settings);
    assertThat(flow.proposer()).isEqualTo("phi3");
    assertThat(flow.assessor()).isEqualTo("hermes");
    assertThat(flow.proposalField()).isEqualTo("phi3_proposal");
    assertThat(flow.assessmentField()).isEqualTo("hermes_assessment");
  }

  @Test
  void the_shipped_schema_can_be_kept_by_the_engine() {
    ServedModels models = models(Map.of());

    assertThat(models.ids()).containsExactly("hermes", "phi3");
    assertThat(models.find("phi3").orElseThrow().schema().orElseThrow().violations("{}"))
        .hasSize(7);
  }

  @Test
  void a_model_can_be_added_changed_and_taken_away_in_the_file() throws IOException {
    write(
        """
        nightshift.models:
          phi3: {enabled: false}
          hermes: {model: "ollama:hermes3", form: system}
          my-judge:
            backend: openai
            model: big
            url: https://models.example/v1
            api-key-variable: JUDGE_KEY
            kind: structured
            schema: '{"type": "object", "properties": {"ok": {"type": "boolean"}}}'
        """);

    Map<String, ServedModelSettings> models = load(Map.of()).models();
    assertThat(model(models, "hermes").model()).isEqualTo("ollama:hermes3");
    assertThat(model(models, "hermes").form()).isEqualTo(PromptForm.SYSTEM);
    ServedModelSettings judge = model(models, "my-judge");
    assertThat(judge.backend()).isEqualTo(Backend.OPENAI);
    assertThat(judge.kind()).isEqualTo(Kind.STRUCTURED);
    assertThat(judge.apiKeyVariable()).isEqualTo("JUDGE_KEY");
    assertThat(models(Map.of()).ids()).containsExactly("hermes", "my-judge");
  }

  @Test
  void the_environment_sets_one_value_of_a_model_or_flow() {
    Map<String, String> environment =
        Map.of(
            "NIGHTSHIFT_MODELS_HERMES_MODEL", "ollama:hermes3",
            "NIGHTSHIFT_MODELS_OTHER_SYSTEM", "Be brief.",
            "NIGHTSHIFT_FLOWS_TRADE_ADJUSTMENTS_ASSESSOR", "other");

    Settings settings = load(environment);

    assertThat(model(settings.models(), "hermes").model()).isEqualTo("ollama:hermes3");
    assertThat(model(settings.models(), "other").system()).isEqualTo("Be brief.");
    assertThat(trade(settings).assessor()).isEqualTo("other");
    assertThat(trade(settings).proposer()).isEqualTo("phi3");
  }

  @Test
  void operators_set_the_context_of_a_model_by_its_name() throws IOException {
    write("nightshift.models.my-judge.system: Judge.\nnightshift.models.phi3.context: 1024\n");

    Map<String, ServedModelSettings> models =
        load(Map.of("HERMES_CTX", "6144", "PHI3_CTX", "2048", "MY_JUDGE_CTX", "512")).models();

    assertThat(model(models, "hermes").context()).isEqualTo(6144);
    assertThat(model(models, "phi3").context()).isEqualTo(2048);
    assertThat(model(models, "my-judge").context()).isEqualTo(512);
  }

  @Test
  void the_largest_context_that_is_asked_of_the_base_model_is_what_it_gets() {
    assertThat(ModelContexts.engineOfBase(load(Map.of())).contextLimit()).isEqualTo(4096);
    assertThat(
            ModelContexts.engineOfBase(load(Map.of("HERMES_CTX", "6144", "PHI3_CTX", "512")))
                .contextLimit())
        .isEqualTo(6144);
    Settings elsewhere =
        load(Map.of("HERMES_CTX", "6144", "NIGHTSHIFT_MODELS_HERMES_MODEL", "ollama:h"));
    assertThat(ModelContexts.engineOfBase(elsewhere).contextLimit()).isEqualTo(4096);
    assertThat(ModelContexts.ofBase(elsewhere)).isZero();
  }

  @Test
  void engines_in_one_process_share_its_memory() {
    int alone = megabytes(load(Map.of("NIGHTSHIFT_ENGINE_KV_CACHE_MEGABYTES", "600")));
    int beside =
        megabytes(
            load(
                Map.of(
                    "NIGHTSHIFT_ENGINE_KV_CACHE_MEGABYTES", "600",
                    "NIGHTSHIFT_MODELS_HERMES_MODEL", "hermes.gguf",
                    "NIGHTSHIFT_MODELS_PHI3_MODEL", "phi.gguf")));

    assertThat(alone).isEqualTo(600);
    assertThat(beside).isEqualTo(200);
  }

  private static int megabytes(Settings settings) {
    return ModelContexts.engineOfBase(settings).kvCacheMegabytes();
  }

  @ParameterizedTest
  @CsvSource({
    "HERMES_CTX, lots, 'nightshift.models.hermes.context = lots, a whole number'",
    "HERMES_CTX, 3, 'nightshift.models.hermes.context = 3, at least 16'",
    "NIGHTSHIFT_MODELS_HERMES_KIND, number, 'nightshift.models.hermes.kind = number, one of text'",
    "NIGHTSHIFT_MODELS_HERMES_KIND, structured, 'nightshift.models.hermes.schema, must say what'",
    "NIGHTSHIFT_MODELS_HERMES_BACKEND, openai, 'nightshift.models.hermes.backend, when the model"
        + " is base'",
    "NIGHTSHIFT_MODELS_PHI3_API_KEY_FILE, key.txt, 'nightshift.models.phi3.api-key-file, openai"
        + " only'",
    "NIGHTSHIFT_MODELS_HERMES_MODL, x, 'NIGHTSHIFT_MODELS_HERMES_MODL, did you mean'",
    "NIGHTSHIFT_FLOWS_MINE_ASSESSOR, hermes, 'nightshift.flows.mine.proposer, the id of a model'",
    "NIGHTSHIFT_FLOWS_TRADE_ADJUSTMENTS_ASSESSMENT, 'Fine?', 'assessment, {proposal}'"
  })
  void a_wrong_value_is_named_with_what_is_allowed(String variable, String value, String told) {
    assertThatThrownBy(() -> load(Map.of(variable, value)))
        .isInstanceOf(OperationException.class)
        .message()
        .contains(told.split(", "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"type\": \"objekt\"} | no JSON Schema",
        "{\"type\": | no JSON",
        "{\"not\": {\"type\": \"null\"}} | /not is not supported",
        "missing.json | missing.json",
        "classpath:missing.json | there is no missing.json"
      })
  void a_schema_that_cannot_be_used_stops_the_start(String schema, String told) {
    assertThatThrownBy(() -> models(Map.of("NIGHTSHIFT_MODELS_PHI3_SCHEMA", schema)))
        .isInstanceOf(OperationException.class)
        .hasMessageContaining("nightshift.models.phi3.schema")
        .hasMessageContaining(told);
  }

  @Test
  void what_only_the_engine_cannot_keep_is_allowed_for_a_server() {
    Map<String, String> environment = new HashMap<>();
    environment.put("NIGHTSHIFT_MODELS_PHI3_SCHEMA", "{\"not\": {\"type\": \"null\"}}");
    environment.put("NIGHTSHIFT_MODELS_PHI3_MODEL", "ollama:phi3");

    assertThat(models(environment).find("phi3")).isPresent();
  }

  private static ServedModelSettings model(Map<String, ServedModelSettings> models, String id) {
    return Objects.requireNonNull(models.get(id));
  }

  private static FlowSettings trade(Settings settings) {
    return Objects.requireNonNull(settings.flows().get("trade_adjustments"));
  }

  private ServedModels models(Map<String, String> environment) {
    return GenerationAssembly.models(new Pipeline(new Home(directory), load(environment)));
  }

  private void write(String yaml) throws IOException {
    Files.writeString(directory.resolve("application.yaml"), yaml);
  }

  private Settings load(Map<String, String> environment) {
    return Settings.load(new Home(directory), environment, Map.of());
  }
}
