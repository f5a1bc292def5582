package dev.nightshift.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.nightshift.gguf.GgufType;
import dev.nightshift.gguf.GgufWriter;
import dev.nightshift.home.FileDigest;
import dev.nightshift.model.BaseModel;
import dev.nightshift.model.ControlTexts;
import dev.nightshift.model.MergedModel;
import dev.nightshift.scope.ScopePolicy;
import dev.nightshift.serving.ServingException.Code;
import dev.nightshift.serving.ServingSettings.AdapterForm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A server from 0.34.1 on, which takes whole models only. */
class OllamaMergedTests {
  private static final String STOPS = "temperature 0.5\nstop    \"<|a|>\"\nstop \"b \\\"c\"";

  @TempDir Path folder;
  private FakeOllama server;
  private OllamaLanguageModel model;
  private Path base;

  @BeforeEach
  void start() throws IOException {
    base = folder.resolve("base.gguf");
    new GgufWriter()
        .string("general.architecture", "llama")
        .tensor("q.weight", GgufType.Q8_0, new long[] {32, 2}, new float[64])
        .write(base);
    server = new FakeOllama();
    server.version = "0.34.2";
    server.models.put(
        "tiny:latest", new FakeOllama.Model(List.of(), "Theirs.", "{{ .Theirs }}", STOPS, null));
    model = open(new OllamaPrompt(Optional.empty(), Optional.empty(), new ControlTexts(List.of())));
  }

  @AfterEach
  void stop() {
    model.close();
    server.close();
  }

  private OllamaLanguageModel open(OllamaPrompt prompt) throws IOException {
    return open(prompt, ScopePolicy.ALWAYS);
  }

  private OllamaLanguageModel open(OllamaPrompt prompt, ScopePolicy scope) throws IOException {
    ServingSettings settings =
        new ServingSettings(
            ServingSettings.Backend.OLLAMA,
            server.url(),
            "tiny",
            1,
            AdapterForm.AUTO,
            ServingSettings.LLAMA_SERVER,
            "",
            scope,
            0.7,
            4,
            64,
            Duration.ofSeconds(20));
    MergedFiles merged =
        new MergedFiles(
            new BaseModel("tiny", base, FileDigest.sha256(base)), folder.resolve("merged"));
    return new OllamaLanguageModel(
        "tiny", prompt, adapter -> AnswerScope.everything(), merged, settings, 0);
  }

  private ServableAdapter adapter(String version, float value) throws IOException {
    Path directory = Files.createDirectories(folder.resolve(version));
    ServableAdapter adapter = new ServableAdapter(version, directory);
    float[] ones = new float[32];
    Arrays.fill(ones, 1);
    new GgufWriter()
        .string("general.type", "adapter")
        .string("general.architecture", "llama")
        .string("adapter.type", "lora")
        .float32("adapter.lora.alpha", 1)
        .tensor("q.weight.lora_a", GgufType.F32, new long[] {32, 1}, ones)
        .tensor("q.weight.lora_b", GgufType.F32, new long[] {1, 2}, new float[] {value, 1})
        .write(adapter.gguf());
    return adapter;
  }

  private String mergedDigest(ServableAdapter adapter) {
    return MergedModel.write(base, adapter.gguf(), folder.resolve("expected.gguf"));
  }

  @Test
  void an_adapter_is_served_merged_with_all_that_a_model_of_a_file_does_not_inherit()
      throws IOException {
    ServableAdapter adapter = adapter("a1", 1);

    model.activate(adapter);

    FakeOllama.Model served = server.model("tiny-nightshift:latest");
    assertThat(served.file()).isEqualTo("sha256:" + mergedDigest(adapter));
    assertThat(served.template()).isEqualTo("{{ .Theirs }}");
    assertThat(served.system()).isEqualTo("Theirs.");
    JsonNode parameters = server.lastCreate.path("parameters");
    assertThat(parameters.path("temperature").doubleValue()).isEqualTo(0.5);
    assertThat(parameters.path("stop").get(0).stringValue()).isEqualTo("<|a|>");
    assertThat(parameters.path("stop").get(1).stringValue()).isEqualTo("b \"c");
    assertThat(model.answer(Question.of("x", 4)).text()).isEqualTo("merged");
    assertThat(folder.resolve("merged")).isDirectoryNotContaining("glob:**.gguf");
  }

  @Test
  void our_own_prompt_goes_before_what_the_model_had() throws IOException {
    OllamaPrompt ours =
        new OllamaPrompt(
            Optional.of("Ours."), Optional.of("{{ .Ours }}"), new ControlTexts(List.of()));
    try (OllamaLanguageModel prompted = open(ours)) {
      prompted.activate(adapter("a1", 1));
    }
    assertThat(server.lastCreate.path("template").stringValue()).isEqualTo("{{ .Ours }}");
    assertThat(server.lastCreate.path("system").stringValue()).isEqualTo("Ours.");
    assertThat(server.lastCreate.path("parameters").has("stop")).isTrue();
  }

  @Test
  void an_older_server_gets_a_lora_unless_base_and_adapter_take_turns() throws IOException {
    server.version = "0.24.0";
    OllamaPrompt theirs =
        new OllamaPrompt(Optional.empty(), Optional.empty(), new ControlTexts(List.of()));
    ServableAdapter adapter = adapter("a1", 1);
    try (OllamaLanguageModel always = open(theirs, ScopePolicy.ALWAYS)) {
      always.activate(adapter);
    }
    assertThat(server.model("tiny-nightshift:latest").file()).isNull();

    try (OllamaLanguageModel scoped = open(theirs, ScopePolicy.SCOPED)) {
      scoped.activate(adapter);
    }
    assertThat(server.model("tiny-nightshift:latest").file())
        .isEqualTo("sha256:" + mergedDigest(adapter));
  }

  @Test
  void an_upload_that_breaks_off_is_begun_again() throws IOException {
    server.brokenUploads.set(2);

    model.activate(adapter("a1", 1));

    assertThat(model.answer(Question.of("x", 4)).adapter()).isEqualTo("a1");
  }

  @Test
  void a_deployment_that_stops_half_way_leaves_the_old_model_and_goes_on_with_the_same_file()
      throws IOException {
    model.activate(adapter("a1", 1));
    FakeOllama.Model before = server.model("tiny-nightshift:latest");
    ServableAdapter second = adapter("a2", 2);
    server.brokenUploads.set(100);
    assertFails(Code.UNAVAILABLE, second);
    assertThat(server.model("tiny-nightshift:latest")).isEqualTo(before);
    assertThat(model.answer(Question.of("x", 4)).adapter()).isEqualTo("a1");
    assertThat(folder.resolve("merged")).isDirectoryContaining("glob:**.gguf");

    server.brokenUploads.set(0);
    server.createStatus = 500;
    assertFails(Code.UNAVAILABLE, second);
    assertThat(server.model("tiny-nightshift:latest")).isEqualTo(before);

    server.createStatus = 200;
    server.log.clear();
    model.activate(second);
    assertThat(server.log).doesNotContain("POST blobs/…");
    assertThat(model.answer(Question.of("x", 4)).adapter()).isEqualTo("a2");
    assertThat(server.model("tiny-nightshift:prev")).isEqualTo(before);
  }

  @Test
  void a_merged_file_that_was_damaged_meanwhile_is_not_taken_and_not_kept() throws IOException {
    ServableAdapter adapter = adapter("a1", 1);
    server.brokenUploads.set(100);
    assertFails(Code.UNAVAILABLE, adapter);
    server.brokenUploads.set(0);
    try (var files = Files.newDirectoryStream(folder.resolve("merged"), "*.gguf")) {
      for (Path file : files) {
        Files.writeString(file, "GGUF, but not what was merged");
      }
    }

    assertFails(Code.ADAPTER, adapter);
    model.activate(adapter);

    assertThat(server.model("tiny-nightshift:latest").file())
        .isEqualTo("sha256:" + mergedDigest(adapter));
  }

  @Test
  void an_adapter_that_does_not_fit_is_refused_before_anything_is_sent() throws IOException {
    ServableAdapter bad = adapter("bad", Float.NaN);

    assertFails(Code.ADAPTER, bad);

    assertThat(server.blobs).isEmpty();
    assertThat(model.answer(Question.of("x", 4)).adapter()).isEqualTo("base");
  }

  private void assertFails(Code code, ServableAdapter adapter) {
    assertThatExceptionOfType(ServingException.class)
        .isThrownBy(() -> model.activate(adapter))
        .satisfies(e -> assertThat(e.code()).isEqualTo(code));
  }
}
