package dev.nightshift.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.nightshift.exchange.Answer;
import dev.nightshift.gguf.GgufFile;
import dev.nightshift.gguf.GgufType;
import dev.nightshift.grammar.Constraint;
import dev.nightshift.model.ChatMessage;
import dev.nightshift.model.PromptEncoder;
import dev.nightshift.model.TinyModel;
import dev.nightshift.scope.ScopePolicy;
import dev.nightshift.serving.ServingException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LlamaServerLanguageModelTests {
  @TempDir private Path folder;
  private FakeLlamaServer server;
  private Path tiny;
  private LlamaServerLanguageModel model;

  @BeforeEach
  void start() throws IOException {
    folder = folder.toRealPath();
    server = new FakeLlamaServer();
    tiny = TinyModel.write(folder.resolve("tiny.gguf"), "llama", GgufType.F32);
    model = open("");
  }

  @AfterEach
  void stop() {
    model.close();
    server.close();
  }

  private PromptEncoder prompts() {
    try (GgufFile file = GgufFile.open(tiny)) {
      return PromptEncoder.of(file);
    }
  }

  private LlamaServerLanguageModel open(String restart) {
    ServingSettings settings =
        new ServingSettings(
            ServingSettings.Backend.LLAMA_SERVER,
            "",
            "",
            0,
            ServingSettings.AdapterForm.AUTO,
            server.url(),
            restart,
            ScopePolicy.SCOPED,
            0.7,
            4,
            64,
            Duration.ofSeconds(20));
    ScopeReader oddQuestions =
        adapter ->
            question ->
                new AnswerScope.Ruling(question.contains("odd"), "asked of " + adapter.version());
    return new LlamaServerLanguageModel(
        "tiny", new LlamaServer(server.url()), new PromptTokens(prompts()), oddQuestions, settings);
  }

  private ServableAdapter adapter(String version, String says) throws IOException {
    Path directory = Files.createDirectories(folder.resolve("loras").resolve(version));
    ServableAdapter adapter = new ServableAdapter(version, directory);
    Files.writeString(adapter.gguf(), says);
    return adapter;
  }

  private String answer(AdapterChoice choice) {
    return model.answer(Question.of("odd?", 8).with(choice)).text();
  }

  private static void assertFails(Code code, String words, ThrowingCallable doing) {
    assertThatExceptionOfType(ServingException.class)
        .isThrownBy(doing)
        .withMessageContaining(words)
        .satisfies(e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void the_base_answers_with_its_probabilities() {
    Answer answer = model.answer(Question.of("Hello?", 7));

    assertThat(answer.text()).isEqualTo("base");
    assertThat(answer.adapter()).isEqualTo("base");
    assertThat(answer.model()).isEqualTo("tiny");
    assertThat(answer.confidence()).isCloseTo(0.5, within(1e-9));
    assertThat(answer.logProbabilities()).hasSize(2);
    assertThat(answer.answerTokens()).isEqualTo(2);
  }

  @Test
  void the_server_gets_the_tokens_of_training_and_every_sampling_option() {
    Constraint schema = new Constraint.JsonSchema("{\"type\":\"null\"}");
    GenerationOptions options = GenerationOptions.greedy(7).constrained(schema);
    List<Turn> turns = List.of(Turn.user("Hello?"));
    model.answer(new Question(turns, options, new AdapterChoice.Active()));

    List<Integer> sent = new ArrayList<>();
    server.last.path("prompt").forEach(token -> sent.add(token.asInt()));
    PromptEncoder prompts = prompts();
    int[] expected = prompts.encode(List.of(ChatMessage.user("Hello?")), true);
    prompts.tokenizer().close();
    assertThat(sent).containsExactly(Arrays.stream(expected).boxed().toArray(Integer[]::new));
    assertThat(server.last.path("json_schema").path("type").stringValue()).isEqualTo("null");
    assertThat(server.last.path("n_predict").asInt()).isEqualTo(7);
    assertThat(server.last.path("n_probs").asInt()).isEqualTo(1);
    assertThat(server.last.path("temperature").asDouble(-1)).isZero();
    assertThat(server.last.path("top_k").asInt(-1)).isZero();
    assertThat(server.last.path("min_p").asDouble(-1)).isZero();
    assertThat(server.last.path("repeat_penalty").asDouble(-1)).isEqualTo(1);
  }

  @Test
  void an_active_adapter_answers_in_its_scope_and_others_get_it_too() throws IOException {
    ServableAdapter one = adapter("adapter_1", "one");
    ServableAdapter two = adapter("adapter_2", "two");
    server.startWith(one.gguf(), two.gguf());

    model.activate(two);

    Answer odd = model.answer(Question.of("odd?", 8));
    assertThat(odd.text()).isEqualTo("two");
    assertThat(odd.adapter()).isEqualTo("adapter_2");
    assertThat(odd.routing()).isEqualTo("asked of adapter_2");
    assertThat(model.answer(Question.of("even?", 8)).text()).isEqualTo("base");
    assertThat(answer(new AdapterChoice.Exactly(one, false))).isEqualTo("one");
    assertThat(server.applied()).isEqualTo("two");
    model.deactivate();
    assertThat(server.applied()).isEqualTo("base");
    assertThat(model.answer(Question.of("odd?", 8)).adapter()).isEqualTo("base");
  }

  @Test
  void an_adapter_that_the_server_was_started_without_is_refused_before_anything_changes()
      throws IOException {
    ServableAdapter one = adapter("adapter_1", "one");
    ServableAdapter two = adapter("adapter_2", "two");
    server.startWith(one.gguf());
    model.activate(one);

    assertFails(
        Code.UNAVAILABLE,
        "has not loaded adapter_2; start it again with: --lora %s --lora %s --lora-init-without-apply"
            .formatted(two.gguf(), one.gguf()),
        () -> model.activate(two));

    assertThat(model.active()).contains(one);
    assertThat(server.applied()).isEqualTo("one");
    assertThat(answer(new AdapterChoice.Active())).isEqualTo("one");
  }

  @Test
  void a_server_that_was_started_again_may_number_its_files_otherwise() throws IOException {
    ServableAdapter one = adapter("adapter_1", "one");
    ServableAdapter two = adapter("adapter_2", "two");
    server.startWith(one.gguf(), two.gguf());
    model.activate(two);

    server.startWith(two.gguf(), one.gguf());
    assertThat(answer(new AdapterChoice.Active())).isEqualTo("two");

    server.startWith(one.gguf());
    assertFails(
        Code.UNAVAILABLE, "has not loaded adapter_2", () -> answer(new AdapterChoice.Active()));
    assertThat(model.trouble()).hasValueSatisfying(why -> assertThat(why).contains("adapter_2"));
    assertThat(answer(new AdapterChoice.Base())).isEqualTo("base");
  }

  @Test
  void a_server_that_can_be_started_again_gets_the_new_adapter_beside_the_active_one()
      throws Exception {
    ServableAdapter one = adapter("adapter_1", "one");
    ServableAdapter two = adapter("adapter_2", "two");
    Path told = folder.resolve("told");
    model.close();
    model = open("touch " + told + "; :");
    server.startWith(one.gguf());
    model.activate(one);
    Thread owner =
        Thread.startVirtualThread(
            () -> {
              while (!Files.exists(told)) {
                Thread.onSpinWait();
              }
              server.start(Map.of(one.gguf().toString(), "one", two.gguf().toString(), "two"));
            });

    assertThat(answer(new AdapterChoice.Exactly(two, false))).isEqualTo("two");
    owner.join();
    assertThat(server.applied()).isEqualTo("one");
    assertThat(answer(new AdapterChoice.Active())).isEqualTo("one");
    model.activate(two);
    assertThat(server.applied()).isEqualTo("two");
  }

  @Test
  void a_server_whose_requests_cannot_choose_is_refused() throws IOException {
    ServableAdapter one = adapter("adapter_1", "one");
    server.startWith(one.gguf());
    server.requestsChoose = false;

    assertFails(Code.UNAVAILABLE, "answers alike with and without", () -> model.activate(one));
    assertThat(model.active()).isEmpty();
  }

  @Test
  void prompts_are_kept_unless_the_server_would_mix_them_up() throws IOException {
    ServableAdapter one = adapter("adapter_1", "one");
    server.startWith(one.gguf());
    model.activate(one);
    answer(new AdapterChoice.Active());
    assertThat(server.last.path("cache_prompt").asBoolean(false)).isTrue();

    server.mixesPrompts = true;
    model.close();
    model = open("");
    answer(new AdapterChoice.Base());
    assertThat(server.last.path("cache_prompt").asBoolean(true)).isFalse();
    model.activate(one);
    answer(new AdapterChoice.Active());
    assertThat(server.last.path("cache_prompt").asBoolean(true)).isFalse();
  }

  @Test
  void failures_are_told_apart_by_their_status() throws IOException {
    ServableAdapter one = adapter("adapter_1", "one");
    server.startWith(one.gguf());
    model.activate(one);
    Map<Integer, Code> ofAdapter = new LinkedHashMap<>();
    ofAdapter.put(400, Code.REQUEST);
    ofAdapter.put(503, Code.BUSY);
    ofAdapter.put(500, Code.ADAPTER);
    ofAdapter.forEach(
        (status, code) -> {
          server.completionStatus = status;
          assertFails(code, "(as told)", () -> answer(new AdapterChoice.Active()));
        });
    assertFails(Code.UNAVAILABLE, "HTTP 500", () -> answer(new AdapterChoice.Base()));
  }

  @Test
  void a_server_that_is_away_slow_or_still_loading_is_told_as_such() {
    server.health = 503;
    assertThat(model.trouble()).hasValueSatisfying(why -> assertThat(why).contains("loading"));
    server.health = 200;
    assertThat(model.trouble()).isEmpty();

    server.completionMillis = 2_000;
    GenerationOptions short1 = new GenerationOptions(4, 0, 1, 0, List.of(), Duration.ofMillis(200));
    assertFails(
        Code.TIMEOUT,
        "in time",
        () ->
            model.answer(
                new Question(List.of(Turn.user("odd?")), short1, new AdapterChoice.Base())));

    server.close();
    assertFails(
        Code.UNAVAILABLE,
        "nightshift.serving.llama-server-url",
        () -> answer(new AdapterChoice.Base()));
    assertThat(model.trouble()).isPresent();
  }

  @Test
  void a_server_with_another_model_is_refused() {
    server.vocabulary = 96;
    server.hidden = 32;
    server.tokens = new int[] {1, 2};
    try (LlamaServer client = new LlamaServer(server.url())) {
      client.requireModel(96, 32, "ab", new int[] {1, 2});
      for (int[] wrong : new int[][] {{1, 3}, {1}, {1, 2, 3}}) {
        assertFails(
            Code.UNAVAILABLE, "another model", () -> client.requireModel(96, 32, "ab", wrong));
      }
      assertFails(
          Code.UNAVAILABLE, "width", () -> client.requireModel(96, 64, "ab", new int[] {1, 2}));
    }
  }
}
