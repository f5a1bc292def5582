package dev.nightshift.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.nightshift.embedding.MiniLmEmbedder;
import dev.nightshift.exchange.Answer;
import dev.nightshift.inference.EmbeddedEngine;
import dev.nightshift.inference.EngineSettings;
import dev.nightshift.model.BaseModel;
import dev.nightshift.model.TestModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddedLanguageModelIntegrationTests {
  @SuppressWarnings("NullAway.Init")
  private EmbeddedEngine engine;

  @SuppressWarnings("NullAway.Init")
  private EmbeddedLanguageModel model;

  @BeforeAll
  void load() {
    BaseModel base = TestModel.standard();
    EngineSettings one =
        new EngineSettings(
            EngineSettings.Precision.FLOAT32, 1, 512, 8, 2, 8, 0, EngineSettings.Computing.TORCH);
    engine = EmbeddedEngine.load(base.file(), one);
    model =
        EmbeddedLanguageModel.of(
            base.name(),
            engine,
            new MiniLmEmbedder(Path.of("target", "native")),
            ServingSettings.defaults());
  }

  @AfterAll
  void close() {
    model.close();
  }

  @Test
  void the_base_knows_paris_and_how_sure_it_is() {
    Answer answer = model.answer(Question.of("What is the capital of France?", 24));

    assertThat(answer.text()).contains("Paris");
    assertThat(answer.adapter()).isEqualTo("base");
    assertThat(answer.confidence()).isBetween(0.3, 1.0);
    assertThat(answer.latency()).isPositive();
  }

  @Test
  void questions_asked_together_get_the_answers_they_get_alone() {
    List<Question> questions =
        List.of(
            Question.of("What is the capital of France?", 12),
            Question.of("Name a colour of the sky.", 12),
            Question.of("What is 2 + 2?", 12));

    List<Answer> together = model.answerAll(questions, count -> {});

    for (int i = 0; i < questions.size(); i++) {
      Answer alone = model.answer(questions.get(i));
      assertThat(together.get(i).text()).isEqualTo(alone.text());
      assertThat(together.get(i).confidence()).isCloseTo(alone.confidence(), within(1e-3));
    }
  }

  @Test
  void a_broken_adapter_is_refused_and_the_base_goes_on(@TempDir Path directory)
      throws IOException {
    ServableAdapter broken = new ServableAdapter("broken", directory);
    Files.writeString(broken.gguf(), "GGUF but not really");

    assertThatExceptionOfType(ServingException.class)
        .isThrownBy(() -> model.activate(broken))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ServingException.Code.ADAPTER));
    assertThat(model.answer(Question.of("Hello", 2)).adapter()).isEqualTo("base");
  }

  @Test
  void an_ollama_server_is_told_the_models_own_prompt() {
    OllamaPrompt prompt = OllamaPrompt.of(engine.prompts());

    assertThat(prompt.system()).hasValueSatisfying(s -> assertThat(s).contains("SmolLM"));
    assertThat(prompt.template())
        .hasValueSatisfying(t -> assertThat(t).contains("<|im_start|>user", "{{ .Content }}"));
  }
}
