package dev.nightshift.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.model.BaseModel;
import dev.nightshift.model.ControlTexts;
import dev.nightshift.scope.ScopePolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OllamaMemoryTests {
  private static OllamaLanguageModel open(FakeOllama server) {
    ServingSettings settings =
        new ServingSettings(
            ServingSettings.Backend.OLLAMA,
            server.url(),
            "tiny",
            1,
            ServingSettings.AdapterForm.LORA,
            ServingSettings.LLAMA_SERVER,
            "",
            ScopePolicy.OFF,
            0.7,
            4,
            64,
            Duration.ofSeconds(20));
    OllamaPrompt prompt =
        new OllamaPrompt(
            Optional.of("Be kind."), Optional.of("{{ .Prompt }}"), new ControlTexts(List.of()));
    BaseModel none = new BaseModel("tiny", Path.of("absent.gguf"), "0".repeat(64));
    MergedFiles merged = new MergedFiles(none, Path.of("absent"));
    ScopeReader nothing = adapter -> question -> new AnswerScope.Ruling(false, "off");
    return new OllamaLanguageModel("tiny", prompt, nothing, merged, settings, 0);
  }

  @Test
  void unloading_takes_our_models_out_of_the_servers_memory_and_no_others() throws IOException {
    try (FakeOllama server = new FakeOllama();
        OllamaLanguageModel model = open(server)) {
      model.answer(Question.of("Why?", 4));
      server.loaded.names.add("tiny:latest");
      server.loaded.names.add("somebodys:latest");
      assertThat(server.loaded.names).hasSize(3);

      model.unload();

      assertThat(server.loaded.names).containsExactly("somebodys:latest");
      assertThat(model.answer(Question.of("Why?", 4)).text()).isEqualTo("base");
    }
  }
}
