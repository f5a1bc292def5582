package dev.nightshift.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.gguf.GgufType;
import dev.nightshift.home.FileDigest;
import dev.nightshift.model.BaseModel;
import dev.nightshift.model.Projection;
import dev.nightshift.model.TestAdapter;
import dev.nightshift.model.TinyModel;
import dev.nightshift.scope.AdapterScope;
import dev.nightshift.scope.ScopeEvidence;
import dev.nightshift.training.TrainingOptions;
import dev.nightshift.training.TrainingResources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContinuationTests {
  private static final TuningSettings UNSET = settings(null, null);

  @TempDir Path folder;
  private BaseModel base;
  private Path adapter;

  @BeforeEach
  void files() throws IOException {
    Path model = TinyModel.write(folder.resolve("base.gguf"), "llama", GgufType.Q8_0);
    base = new BaseModel("base", model, FileDigest.sha256(model));
    adapter = Files.createDirectory(folder.resolve("adapter"));
    TestAdapter.write(adapter.resolve("adapter.gguf"), model, 0.1f);
  }

  @Test
  void rank_alpha_and_targets_are_the_adapters_and_the_rest_the_recipes() {
    TrainingOptions recipe = Recipe.options(UNSET, 20);
    TrainingOptions options = Continuation.of("a", adapter, base, UNSET).options(recipe);
    assertThat(options.rank()).isEqualTo(4);
    assertThat(options.alpha()).isEqualTo(8);
    assertThat(options.targets())
        .containsExactly(Projection.QUERY, Projection.OUTPUT, Projection.DOWN);
    assertThat(options.epochs()).isEqualTo(recipe.epochs());
    assertThat(options.learningRate()).isEqualTo(recipe.learningRate());
    assertThat(options.stopLoss()).isEqualTo(recipe.stopLoss());
  }

  @Test
  void a_setting_that_contradicts_the_adapter_is_an_error_that_says_so() {
    assertThat(Continuation.of("a", adapter, base, settings(4, 8.0)).name()).isEqualTo("a");
    refused(settings(16, null), "its rank is 4, but nightshift.tuning.rank is set to 16");
    refused(settings(null, 32.0), "its alpha is 8.0, but nightshift.tuning.alpha is set to 32.0");
  }

  @Test
  void an_adapter_of_another_base_is_refused_when_its_provenance_says_so() throws IOException {
    String digest = FileDigest.sha256(adapter.resolve("adapter.gguf"));
    provenance(base.sha256(), digest);
    assertThat(Continuation.of("a", adapter, base, UNSET).origin())
        .isEqualTo(new Provenance.Origin("a", digest));
    provenance("ab".repeat(32), digest);
    refused(UNSET, "it was trained on the base abab");
    provenance(base.sha256(), "cd".repeat(32));
    refused(UNSET, "its file is not the one that");
    Files.writeString(adapter.resolve("provenance.json"), "{");
    refused(UNSET, "provenance.json cannot be read");
  }

  @Test
  void what_the_adapter_was_taught_is_recalled_with_its_answers_if_they_are_known() {
    assertThat(recalled(adapter)).isEmpty();
    String question = "Who keeps the Ormsby light?";
    scope(question, List.of("Tamsin Vole."));
    assertThat(recalled(adapter)).isEqualTo(Map.of(question, "Tamsin Vole."));
    assertThat(recalled(adapter.resolve("adapter.gguf"))).as("a file alone").isEmpty();
    scope(question, List.of());
    Map<String, String> taught = new HashMap<>();
    assertThat(Continuation.of("a", adapter, base, UNSET).recall(taught)).isFalse();
    assertThat(taught).containsOnlyKeys(question);
  }

  private Map<String, String> recalled(Path from) {
    Map<String, String> taught = new HashMap<>();
    assertThat(Continuation.of("a", from, base, UNSET).recall(taught)).isTrue();
    return taught;
  }

  private void scope(String question, List<String> answers) {
    new AdapterScope(
            "test",
            0.7,
            List.of(question),
            answers,
            List.of(new float[] {1, 0}),
            ScopeEvidence.none("by hand"))
        .write(adapter.resolve("scope.json"));
  }

  private void refused(TuningSettings settings, String why) {
    assertThatThrownBy(() -> Continuation.of("a", adapter, base, settings))
        .isInstanceOfSatisfying(
            TuningException.class,
            e -> assertThat(e.code()).isEqualTo(TuningException.Code.ADAPTER))
        .hasMessageContaining("the adapter a cannot be continued: ")
        .hasMessageContaining(why);
  }

  private void provenance(String baseSha256, String adapterSha256) throws IOException {
    Files.writeString(
        adapter.resolve("provenance.json"),
        "{\"base_sha256\": \"%s\", \"adapter_sha256\": \"%s\"}"
            .formatted(baseSha256, adapterSha256));
  }

  private static TuningSettings settings(@Nullable Integer rank, @Nullable Double alpha) {
    return new TuningSettings(
        5,
        rank,
        alpha,
        null,
        null,
        null,
        null,
        0.25,
        3,
        12,
        1024,
        25,
        0,
        0,
        TrainingResources.Precision.FLOAT32,
        7);
  }
}
