package dev.nightshift.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.nightshift.exchange.Answer;
import dev.nightshift.gguf.GgufFile;
import dev.nightshift.inference.EmbeddedEngine;
import dev.nightshift.inference.EngineSettings;
import dev.nightshift.model.BaseModel;
import dev.nightshift.model.PromptEncoder;
import dev.nightshift.model.TestAdapter;
import dev.nightshift.model.TestModel;
import dev.nightshift.scope.ScopePolicy;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Against a real llama-server on loopback, which {@code bench/judge}'s Python environment starts,
 * beside the embedded engine on the same file and the same adapters.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisabledIf("noServer")
class LlamaServerIntegrationTests {
  private static final Logger LOG = LoggerFactory.getLogger(LlamaServerIntegrationTests.class);
  private static final Path PYTHON = Path.of("bench", ".venv-llama", "bin", "python");

  /** What quantised products with quantised activations move a log-probability by. */
  private static final double ARITHMETIC = 0.4;

  private static final List<String> QUESTIONS =
      List.of("What is the capital of Norway?", "Who wrote Hamlet?", "Is água wet? 水?");

  @TempDir static Path folder = Path.of("");

  @SuppressWarnings("NullAway.Init")
  private Process process;

  @SuppressWarnings("NullAway.Init")
  private String url;

  @SuppressWarnings("NullAway.Init")
  private LanguageModel served;

  @SuppressWarnings("NullAway.Init")
  private LanguageModel embedded;

  static boolean noServer() {
    boolean none = !Files.isExecutable(PYTHON);
    if (none) {
      LOG.warn(
          "############ SKIPPED: no real llama-server is tested; bench/judge installs one"
              + " (xllamacpp)");
    }
    return none;
  }

  private static ServableAdapter adapter(String version) {
    return new ServableAdapter(version, folder.toAbsolutePath().resolve(version));
  }

  @BeforeAll
  void start() throws IOException {
    BaseModel base = TestModel.standard();
    for (String version : List.of("adapter_a", "adapter_b", "adapter_c")) {
      Files.createDirectories(adapter(version).directory());
      float size =
          switch (version) {
            case "adapter_a" -> 0.03f;
            case "adapter_b" -> -0.03f;
            default -> 0.02f;
          };
      TestAdapter.write(adapter(version).gguf(), base.file(), size);
    }
    process =
        new ProcessBuilder(
                PYTHON.toString(),
                "bench/python/llama_server.py",
                base.file().toAbsolutePath().toString(),
                "--lora-init-without-apply",
                "--lora",
                adapter("adapter_b").gguf().toString(),
                "--lora",
                adapter("adapter_a").gguf().toString())
            .redirectError(folder.resolve("server.log").toFile())
            .start();
    BufferedReader said = process.inputReader();
    url = said.readLine();
    assertThat(url).as(Files.readString(folder.resolve("server.log"))).startsWith("http://");
    ScopeReader everything = adapter -> AnswerScope.everything();
    try (GgufFile file = GgufFile.open(base.file())) {
      PromptEncoder prompts = PromptEncoder.of(file);
      served =
          new LlamaServerLanguageModel(
              base.name(), new LlamaServer(url), new PromptTokens(prompts), everything, at(url));
    }
    EmbeddedEngine engine =
        EmbeddedEngine.load(
            base.file(),
            new EngineSettings(
                EngineSettings.Precision.FLOAT32,
                1,
                512,
                8,
                2,
                8,
                0,
                EngineSettings.Computing.AUTO));
    embedded =
        new EmbeddedLanguageModel(
            base.name(), new EngineAdapters(engine), everything, ScopePolicy.ALWAYS);
  }

  /** The engine with adapters, as the embedded backend has it. */
  private record EngineAdapters(EmbeddedEngine engine) implements AnswerEngine {
    @Override
    public AnswerSource base() {
      return new EngineSource(engine, null, new AnswerPace());
    }

    @Override
    public AnswerSource load(ServableAdapter adapter) {
      return new EngineSource(engine, engine.adapter(adapter.gguf()), new AnswerPace());
    }

    @Override
    public QueueLoad queue() {
      return new QueueLoad(0, 1);
    }

    @Override
    public void close() {
      engine.close();
    }
  }

  private static ServingSettings at(String url) {
    return new ServingSettings(
        ServingSettings.Backend.LLAMA_SERVER,
        "",
        "",
        0,
        ServingSettings.AdapterForm.AUTO,
        url,
        "",
        ScopePolicy.ALWAYS,
        0.7,
        8,
        32,
        Duration.ofMinutes(5));
  }

  @AfterAll
  void stop() {
    served.close();
    embedded.close();
    process.destroy();
  }

  @Test
  void base_and_adapters_say_what_the_embedded_engine_says() {
    for (AdapterChoice choice :
        List.of(
            new AdapterChoice.Base(),
            new AdapterChoice.Exactly(adapter("adapter_a"), false),
            new AdapterChoice.Base(),
            new AdapterChoice.Exactly(adapter("adapter_b"), false))) {
      for (String question : QUESTIONS) {
        Answer theirs = served.answer(Question.of(question, 12).with(choice));
        Answer ours = embedded.answer(Question.of(question, 12).with(choice));
        LOG.info("{} {}: {} | {}", ours.adapter(), question, ours.text(), theirs.text());
        assertThat(theirs.adapter()).isEqualTo(ours.adapter());
        assertThat(theirs.promptTokens()).isEqualTo(ours.promptTokens());
        assertThat(theirs.logProbabilities().getFirst())
            .isCloseTo(ours.logProbabilities().getFirst(), within(ARITHMETIC));
        if (theirs.text().equals(ours.text())) {
          assertThat(theirs.logProbabilities()).hasSameSizeAs(ours.logProbabilities());
        }
      }
    }
  }

  @Test
  void answers_do_not_depend_on_who_answered_before() {
    List<AdapterChoice> turns =
        List.of(
            new AdapterChoice.Base(),
            new AdapterChoice.Exactly(adapter("adapter_a"), false),
            new AdapterChoice.Exactly(adapter("adapter_b"), false));
    List<List<Double>> alone = new ArrayList<>();
    for (AdapterChoice choice : turns) {
      Question question = Question.of(QUESTIONS.getFirst(), 6).with(choice);
      served.answer(question);
      alone.add(served.answer(question).logProbabilities());
    }
    assertThat(alone.get(0)).isNotEqualTo(alone.get(1));
    assertThat(alone.get(1)).isNotEqualTo(alone.get(2));
    for (int i = 0; i < turns.size(); i++) {
      Question question = Question.of(QUESTIONS.getFirst(), 6).with(turns.get(i));
      List<Double> byTurns = served.answer(question).logProbabilities();
      assertThat(byTurns.getFirst()).isCloseTo(alone.get(i).getFirst(), within(0.02));
    }
  }

  @Test
  void activating_serves_everyone_and_one_that_is_not_loaded_changes_nothing() {
    served.activate(adapter("adapter_a"));
    assertThat(served.active()).contains(adapter("adapter_a"));
    assertThat(served.trouble()).isEmpty();
    assertThatExceptionOfType(ServingException.class)
        .isThrownBy(() -> served.activate(adapter("adapter_c")))
        .withMessageContaining("has not loaded adapter_c; start it again with: --lora");
    Answer answer = served.answer(Question.of(QUESTIONS.getFirst(), 6));
    assertThat(answer.adapter()).isEqualTo("adapter_a");
    served.deactivate();
    assertThat(served.answer(Question.of(QUESTIONS.getFirst(), 6)).adapter()).isEqualTo("base");
  }

  @Test
  void a_prompt_that_is_too_long_is_the_requests_fault() {
    Question question = Question.of("word ".repeat(3_000), 4);
    assertThatExceptionOfType(ServingException.class)
        .isThrownBy(() -> served.answer(question.with(new AdapterChoice.Base())))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ServingException.Code.REQUEST));
  }

  /** Hears pieces until there are enough. */
  private record Hearing(List<String> pieces, int enough) implements AnswerListener {
    @Override
    public void piece(String text) {
      pieces.add(text);
    }

    @Override
    public boolean cancelled() {
      return pieces.size() >= enough;
    }
  }

  @Test
  void a_streamed_answer_is_the_one_that_comes_whole() {
    Question question = Question.of(QUESTIONS.getFirst(), 40).with(new AdapterChoice.Base());
    Answer whole = served.answer(question);
    Hearing listener = new Hearing(new ArrayList<>(), Integer.MAX_VALUE);
    Answer streamed = served.answer(question, listener);

    assertThat(streamed.text()).isEqualTo(whole.text());
    assertThat(listener.pieces()).hasSizeGreaterThan(2);
    assertThat(String.join("", listener.pieces())).isEqualTo(streamed.text());
    assertThat(streamed.tokens()).isEqualTo(whole.tokens()).hasSizeGreaterThan(2);
    assertThat(
            streamed.tokens().stream()
                .map(token -> token.text().text())
                .collect(Collectors.joining()))
        .isEqualTo(streamed.text());
    assertThat(streamed.logProbabilities()).hasSameSizeAs(whole.logProbabilities());
    assertThat(streamed.finish()).isEqualTo(Answer.Finish.STOP).isEqualTo(whole.finish());
    assertThat(served.answer(Question.of(QUESTIONS.getFirst(), 2), listener).finish())
        .isEqualTo(Answer.Finish.LENGTH);
  }

  @Test
  void a_server_stops_writing_what_is_cancelled() throws InterruptedException {
    int most = 900;
    GenerationOptions options =
        new GenerationOptions(most, 1.5, 1, 3, List.of(), Duration.ofMinutes(5));
    Question story =
        new Question(
            List.of(Turn.user("Tell me a very long story.")), options, new AdapterChoice.Base());

    assertThatExceptionOfType(ServingException.class)
        .isThrownBy(() -> served.answer(story, new Hearing(new ArrayList<>(), 3)))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ServingException.Code.CANCELLED));
    try (ServerApi api = new ServerApi("llama-server", url, "")) {
      JsonNode slots = api.get("slots", Duration.ofSeconds(30)).body();
      while (slots.findValues("is_processing").stream().anyMatch(JsonNode::booleanValue)) {
        assertThat(slots.findValues("n_decoded"))
            .allSatisfy(tokens -> assertThat(tokens.intValue()).isLessThan(most / 2));
        Thread.sleep(20);
        slots = api.get("slots", Duration.ofSeconds(30)).body();
      }
    }
  }
}
