package dev.nightshift.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.nightshift.gguf.GgufType;
import dev.nightshift.inference.Completion.FinishReason;
import dev.nightshift.inference.EngineException.Code;
import dev.nightshift.inference.EngineSettings.Computing;
import dev.nightshift.model.ChatMessage;
import dev.nightshift.model.Projection;
import dev.nightshift.model.TinyModel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole engine on a model of two layers, whose answers are nonsense but always the same. */
@ParameterizedClass
@EnumSource(
    value = Computing.class,
    names = {"BLOCKS", "TORCH"})
class EmbeddedEngineIntegrationTests {
  @TempDir static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static EmbeddedEngine engine;

  private final Computing computing;

  EmbeddedEngineIntegrationTests(Computing computing) {
    this.computing = computing;
  }

  @BeforeParameterizedClassInvocation
  static void load(Computing computing) {
    Path model = TinyModel.write(folder.resolve("tiny.gguf"), "llama", GgufType.F32);
    EngineSettings settings =
        new EngineSettings(EngineSettings.Precision.FLOAT32, 1, 256, 4, 2, 5, 0, computing);
    engine = EmbeddedEngine.load(model, settings);
  }

  @AfterParameterizedClassInvocation
  static void close() {
    engine.close();
    refused(Code.CLOSED, () -> engine.complete(ask("too late")));
  }

  @Test
  void an_adapter_changes_answers_and_the_base_comes_back() {
    AdapterWeights adapter = adapter("a", 0.3, List.of(Projection.values()));
    AdapterWeights other = adapter("b", 0.4, List.of(Projection.VALUE, Projection.DOWN));
    Completion base = engine.complete(ask("Who are you?"));
    Completion adapted = engine.complete(ask("Who are you?").with(adapter));
    Completion third = engine.complete(ask("Who are you?").with(other));
    assertThat(difference(adapted, base)).isGreaterThan(1e-2);
    assertThat(difference(third, base)).isGreaterThan(1e-2);
    assertSame(engine.complete(ask("Who are you?")), base);
    assertSame(engine.complete(ask("Who are you?").with(adapter)), adapted);
    AdapterWeights nothing = adapter("c", 0, List.of(Projection.UP));
    assertSame(engine.complete(ask("Who are you?").with(nothing)), base);
  }

  /** The second time the prompt's beginning is known and sums are taken in another order. */
  private static void assertSame(Completion actual, Completion expected) {
    assertThat(actual.text()).isEqualTo(expected.text());
    assertThat(difference(actual, expected)).isLessThan(1e-5);
  }

  private static double difference(Completion one, Completion other) {
    double most = 0;
    int tokens = Math.min(one.logProbabilities().size(), other.logProbabilities().size());
    for (int i = 0; i < tokens; i++) {
      most =
          Math.max(most, Math.abs(one.logProbabilities().get(i) - other.logProbabilities().get(i)));
    }
    return most;
  }

  @Test
  void a_prompt_that_begins_like_the_last_one_is_answered_like_alone() {
    Completion alone = engine.complete(ask("Where is it?"));
    engine.complete(ask("Where is everything, and why?"));
    engine.complete(ask("Nothing alike at all"));

    assertSame(engine.complete(ask("Where is it?")), alone);
  }

  @Test
  void the_same_file_is_read_once_and_a_changed_one_again() {
    AdapterWeights first = adapter("same", 0.1, List.of(Projection.GATE));
    assertThat(engine.adapter(folder.resolve("same.gguf"))).isSameAs(first);
    AdapterWeights changed = adapter("same", 0.2, List.of(Projection.GATE, Projection.UP));
    assertThat(changed.digest()).isNotEqualTo(first.digest());
  }

  @Test
  void answers_given_together_equal_answers_given_one_by_one() {
    AdapterWeights adapter = adapter("together", 0.3, List.of(Projection.values()));
    List<CompletionRequest> requests = new ArrayList<>();
    for (int i = 0; i < 13; i++) {
      CompletionRequest request =
          CompletionRequest.greedy(List.of(ChatMessage.user("abcdefgh ".repeat(i + 1))), 3 + 2 * i);
      requests.add(i % 4 == 1 ? request.with(adapter) : request);
    }
    List<Completion> together = engine.completeAll(requests);
    for (int i = 0; i < requests.size(); i++) {
      Completion alone = engine.complete(requests.get(i));
      assertThat(together.get(i).text()).isEqualTo(alone.text());
      assertThat(together.get(i).answerTokens()).isEqualTo(alone.answerTokens());
      assertThat(together.get(i).finishReason()).isEqualTo(alone.finishReason());
      double[] expected = numbers(alone);
      assertThat(numbers(together.get(i))).containsExactly(expected, within(1e-3));
    }
  }

  @Test
  void an_answer_that_ends_early_at_the_contexts_end_does_not_stop_the_others() {
    List<CompletionRequest> requests =
        List.of(
            CompletionRequest.greedy(user("x".repeat(200)), 2),
            CompletionRequest.greedy(user("Who?"), 100),
            CompletionRequest.greedy(user("Why?"), 100));
    List<Completion> together = engine.completeAll(requests);
    assertThat(together.getFirst().promptTokens() + 100).isGreaterThan(256);
    for (int i = 0; i < requests.size(); i++) {
      assertThat(together.get(i).text()).isEqualTo(engine.complete(requests.get(i)).text());
    }
  }

  @Test
  void judging_an_answer_gives_the_probabilities_it_was_written_with() {
    AdapterWeights adapter = adapter("judge", 0.3, List.of(Projection.values()));
    CompletionRequest request = ask("What then?").with(adapter);
    Completion answer = engine.complete(request);
    int[] prompt = engine.prompts().encode(request.messages(), true);
    int[] tokens = engine.prompts().tokenizer().encode(answer.text());
    double[] judged = engine.logProbabilities(prompt, tokens, adapter);
    assertThat(judged).containsExactly(numbers(answer), within(1e-4));
  }

  @Test
  void a_long_prompt_is_run_in_pieces_with_the_same_result() {
    String text = "0123456789".repeat(20);
    int[] prompt = engine.prompts().encode(List.of(ChatMessage.user(text)), true);
    Completion answer =
        engine.complete(CompletionRequest.greedy(List.of(ChatMessage.user(text)), 4));
    assertThat(answer.promptTokens()).isEqualTo(prompt.length);
    int[] tokens = engine.prompts().tokenizer().encode(answer.text());
    assertThat(engine.logProbabilities(prompt, tokens, null))
        .containsExactly(numbers(answer), within(1e-4));
  }

  @Test
  void a_prompt_that_does_not_fit_is_refused_with_both_numbers() {
    CompletionRequest request = ask("x".repeat(400));
    refused(Code.CONTEXT, () -> engine.complete(request));
    assertThatThrownBy(() -> engine.complete(request)).hasMessageContaining("may have 256");
  }

  @Test
  void the_answer_ends_where_the_context_does() {
    Completion answer = engine.complete(CompletionRequest.greedy(user("x".repeat(200)), 500));
    assertThat(answer.finishReason()).isEqualTo(FinishReason.LENGTH);
    assertThat(answer.promptTokens() + answer.answerTokens()).isEqualTo(256);
  }

  @Test
  void a_stop_text_ends_the_answer_and_is_not_told() {
    Completion whole = engine.complete(ask("Stop?"));
    String stop = whole.text().substring(5, 7);
    StringBuilder told = new StringBuilder();
    CompletionRequest request =
        new CompletionRequest(
            user("Stop?"),
            24,
            0,
            1,
            0,
            List.of("\u0000", stop),
            null,
            Duration.ofMinutes(1),
            () -> false,
            piece -> told.append(piece.text()));
    Completion cut = engine.complete(request);
    assertThat(cut.text()).isEqualTo(whole.text().substring(0, whole.text().indexOf(stop)));
    assertThat(told.toString()).isEqualTo(cut.text());
    assertThat(cut.finishReason()).isEqualTo(FinishReason.STOP);
    assertThat(cut.logProbabilities()).hasSize(cut.text().length());
  }

  @Test
  void sampling_follows_the_seed() {
    assertThat(sampled(1).text()).isEqualTo(sampled(1).text()).isNotEqualTo(sampled(2).text());
  }

  @Test
  void a_request_ends_at_the_token_at_which_it_is_cancelled() {
    AtomicInteger asked = new AtomicInteger();
    StringBuilder told = new StringBuilder();
    CompletionRequest request =
        new CompletionRequest(
            user("Go on"),
            200,
            0,
            1,
            0,
            List.of(),
            null,
            Duration.ofMinutes(1),
            () -> told.length() >= 5 && asked.incrementAndGet() > 0,
            piece -> told.append(piece.text()));
    refused(Code.CANCELLED, () -> engine.complete(request));
    assertThat(told.length()).isBetween(5, 7);
    refused(
        Code.TIMEOUT, () -> engine.complete(ask("Now").until(Duration.ofNanos(1), () -> false)));
  }

  @Test
  void requests_leave_no_native_arrays_behind() {
    assumeThat(computing).isEqualTo(Computing.TORCH);
    AdapterWeights adapter = adapter("leak", 0.2, List.of(Projection.values()));
    CompletionRequest request = ask("Again").with(adapter);
    engine.complete(request);
    int held = engine.nativeArrays();
    for (int i = 0; i < 20; i++) {
      engine.complete(request);
      engine.completeAll(List.of(request, ask("And this")));
    }
    assertThat(engine.nativeArrays()).isEqualTo(held);
  }

  private static AdapterWeights adapter(String name, double strength, List<Projection> which) {
    Path file = folder.resolve(name + ".gguf");
    return engine.adapter(TinyAdapter.write(file, engine.spec(), strength, which));
  }

  private static List<ChatMessage> user(String text) {
    return List.of(ChatMessage.user(text));
  }

  private static CompletionRequest ask(String text) {
    return CompletionRequest.greedy(user(text), 24);
  }

  private static Completion sampled(long seed) {
    return engine.complete(
        new CompletionRequest(
            user("Dice"),
            24,
            1.2,
            0.9,
            seed,
            List.of(),
            null,
            Duration.ofMinutes(1),
            () -> false,
            null));
  }

  private static double[] numbers(Completion answer) {
    return answer.logProbabilities().stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static void refused(Code code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(EngineException.class)
        .extracting(thrown -> ((EngineException) thrown).code())
        .isEqualTo(code);
  }
}
