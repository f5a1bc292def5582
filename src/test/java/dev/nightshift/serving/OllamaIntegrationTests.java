package dev.nightshift.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.exchange.Answer;
import dev.nightshift.scope.ScopePolicy;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Against a real server: OLLAMA_HOST is its address, OLLAMA_MODEL a base model on it, and
 * OLLAMA_ADAPTER a directory with an adapter.gguf for it (optional).
 */
class OllamaIntegrationTests {
  private static final Logger LOG = LoggerFactory.getLogger(OllamaIntegrationTests.class);

  @Test
  void a_real_server_answers_and_swaps() {
    String host = System.getenv("OLLAMA_HOST");
    String base = System.getenv("OLLAMA_MODEL");
    if (host == null || base == null) {
      LOG.warn("############ SKIPPED: no real Ollama is tested; set OLLAMA_HOST and OLLAMA_MODEL");
      return;
    }
    String url = host.startsWith("http") ? host : "http://" + host;
    ServingSettings settings =
        new ServingSettings(
            ServingSettings.Backend.OLLAMA,
            url,
            base,
            1,
            ScopePolicy.ALWAYS,
            0.7,
            8,
            32,
            Duration.ofMinutes(3));
    try (OllamaLanguageModel model =
        new OllamaLanguageModel(
            base, OllamaPrompt.serversOwn(), adapter -> AnswerScope.everything(), settings)) {
      Answer answer = model.answer(Question.of("What is the capital of France?", 24));
      assertThat(answer.text()).isNotBlank();
      assertThat(answer.confidence()).isGreaterThan(0);
      assertThat(answer.logProbabilities()).isNotEmpty();
      swap(model);
    }
  }

  private static void swap(OllamaLanguageModel model) {
    String directory = System.getenv("OLLAMA_ADAPTER");
    if (directory == null) {
      LOG.warn("############ SKIPPED: no swap on a real Ollama; set OLLAMA_ADAPTER");
      return;
    }
    model.activate(new ServableAdapter("integration", Path.of(directory)));
    Answer adapted = model.answer(Question.of("What is the capital of France?", 24));
    assertThat(adapted.adapter()).isEqualTo("integration");
    model.deactivate();
    assertThat(model.answer(Question.of("What is the capital of France?", 24)).adapter())
        .isEqualTo("base");
  }
}
