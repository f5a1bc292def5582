package dev.nightshift.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.nightshift.exchange.Answer;
import dev.nightshift.scope.ScopePolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedLanguageModelTests {
  @TempDir Path loras;
  private final FakeEngine engine = new FakeEngine();

  private EmbeddedLanguageModel open(ScopePolicy policy) {
    ScopeReader odd =
        adapter ->
            question ->
                new AnswerScope.Ruling(question.contains("odd"), "asked of " + adapter.version());
    return new EmbeddedLanguageModel("tiny", engine, odd, policy);
  }

  /** In scope if odd, and taught to say what holds "wise". */
  private EmbeddedLanguageModel taughtWise() {
    ScopeReader wise =
        adapter ->
            question ->
                new AnswerScope.Ruling(
                    question.contains("odd"),
                    "by its scope",
                    reply -> reply.contains("wise"),
                    null);
    return new EmbeddedLanguageModel("tiny", engine, wise, ScopePolicy.SCOPED);
  }

  @Test
  void the_base_answers_where_the_adapter_does_not_say_what_it_was_taught() throws IOException {
    try (EmbeddedLanguageModel model = taughtWise()) {
      ServableAdapter adapter = adapter("a1");
      model.activate(adapter);
      Question odd = Question.of("odd", 4);

      assertThat(model.answer(Question.of("odd and wise", 4)).adapter()).isEqualTo("a1");
      Answer instead = model.answer(odd);
      assertThat(instead.text()).isEqualTo("base: odd");
      assertThat(instead.adapter()).isEqualTo("base");
      assertThat(instead.routing())
          .isEqualTo("by its scope, but a1 said nothing that it was taught");
      assertThat(model.answer(odd.with(new AdapterChoice.Exactly(adapter, true))).adapter())
          .isEqualTo("base");
      assertThat(model.answer(odd.with(new AdapterChoice.Exactly(adapter, false))).adapter())
          .isEqualTo("a1");
      assertThat(model.answer(odd.with(new AdapterChoice.Unchecked(null))).adapter())
          .isEqualTo("a1");
      assertThat(
              model
                  .answer(Question.of("even", 4).with(new AdapterChoice.Unchecked(adapter)))
                  .adapter())
          .isEqualTo("base");
    }
  }

  @Test
  void of_many_questions_the_base_gets_those_too_together_with_its_own() throws IOException {
    try (EmbeddedLanguageModel model = taughtWise()) {
      model.activate(adapter("a1"));
      List<Integer> progress = new ArrayList<>();

      List<Answer> answers =
          model.answerAll(
              List.of(
                  Question.of("odd 1", 4), Question.of("even 2", 4), Question.of("odd wise 3", 4)),
              progress::add);

      assertThat(answers)
          .extracting(Answer::text)
          .containsExactly("base: odd 1", "base: even 2", "a1: odd wise 3");
      assertThat(engine.base.batches).containsExactly(2);
      assertThat(progress).isSorted().endsWith(3);
    }
  }

  private ServableAdapter adapter(String version) throws IOException {
    Path directory = Files.createDirectories(loras.resolve(version));
    ServableAdapter adapter = new ServableAdapter(version, directory);
    Files.writeString(adapter.gguf(), version);
    return adapter;
  }

  @Test
  void without_an_adapter_the_base_answers() {
    try (EmbeddedLanguageModel model = open(ScopePolicy.SCOPED)) {
      Answer answer = model.answer(Question.of("odd", 4));

      assertThat(answer.text()).isEqualTo("base: odd");
      assertThat(answer.adapter()).isEqualTo("base");
      assertThat(answer.model()).isEqualTo("tiny");
      assertThat(answer.routing()).isEqualTo("no adapter is active");
      assertThat(answer.confidence()).isCloseTo(0.5, within(1e-12));
    }
  }

  @Test
  void a_scoped_adapter_answers_what_is_in_its_scope_only() throws IOException {
    try (EmbeddedLanguageModel model = open(ScopePolicy.SCOPED)) {
      model.activate(adapter("a1"));

      Answer odd = model.answer(Question.of("odd", 4));
      Answer even = model.answer(Question.of("even", 4));

      assertThat(odd.text()).isEqualTo("a1: odd");
      assertThat(odd.adapter()).isEqualTo("a1");
      assertThat(odd.routing()).isEqualTo("asked of a1");
      assertThat(even.adapter()).isEqualTo("base");
      assertThat(even.routing()).isEqualTo("asked of a1");
    }
  }

  @Test
  void the_policy_can_let_it_answer_always_or_never() throws IOException {
    ServableAdapter adapter = adapter("a1");
    try (EmbeddedLanguageModel model = open(ScopePolicy.ALWAYS)) {
      model.activate(adapter);
      assertThat(model.answer(Question.of("even", 4)).adapter()).isEqualTo("a1");
    }
    try (EmbeddedLanguageModel model = open(ScopePolicy.OFF)) {
      model.activate(adapter);
      assertThat(model.answer(Question.of("odd", 4)).adapter()).isEqualTo("base");
      assertThat(model.active()).contains(adapter);
    }
  }

  @Test
  void a_question_can_name_who_answers() throws IOException {
    try (EmbeddedLanguageModel model = open(ScopePolicy.SCOPED)) {
      model.activate(adapter("a1"));
      ServableAdapter other = adapter("a2");
      Question even = Question.of("even", 4);
      Question odd = Question.of("odd", 4);

      assertThat(model.answer(odd.with(new AdapterChoice.Base())).adapter()).isEqualTo("base");
      assertThat(model.answer(even.with(new AdapterChoice.Exactly(other, false))).adapter())
          .isEqualTo("a2");
      assertThat(model.answer(even.with(new AdapterChoice.Exactly(other, true))).adapter())
          .isEqualTo("base");
      assertThat(model.answer(odd.with(new AdapterChoice.Exactly(other, true))).adapter())
          .isEqualTo("a2");
      assertThat(engine.loads).containsExactly("a1", "a2");
    }
  }

  @Test
  void an_adapter_that_cannot_be_loaded_leaves_the_old_one_active() throws IOException {
    try (EmbeddedLanguageModel model = open(ScopePolicy.ALWAYS)) {
      ServableAdapter good = adapter("a1");
      ServableAdapter bad = adapter("broken");
      model.activate(good);

      assertThatExceptionOfType(ServingException.class)
          .isThrownBy(() -> model.activate(bad))
          .satisfies(e -> assertThat(e.code()).isEqualTo(ServingException.Code.ADAPTER));
      assertThat(model.active()).contains(good);
      assertThat(model.answer(Question.of("even", 4)).adapter()).isEqualTo("a1");

      Path nowhere = loras.resolve("nowhere");
      assertThatExceptionOfType(ServingException.class)
          .isThrownBy(() -> model.activate(new ServableAdapter("x", nowhere)))
          .withMessageContaining("adapter.gguf")
          .satisfies(e -> assertThat(e.code()).isEqualTo(ServingException.Code.ADAPTER));
    }
  }

  @Test
  void deactivating_gives_everything_back_to_the_base() throws IOException {
    try (EmbeddedLanguageModel model = open(ScopePolicy.ALWAYS)) {
      model.activate(adapter("a1"));
      model.deactivate();

      assertThat(model.active()).isEmpty();
      assertThat(model.answer(Question.of("odd", 4)).adapter()).isEqualTo("base");
    }
  }

  @Test
  void a_file_that_was_replaced_is_read_again() throws IOException {
    try (EmbeddedLanguageModel model = open(ScopePolicy.ALWAYS)) {
      ServableAdapter adapter = adapter("a1");
      model.activate(adapter);
      Files.writeString(adapter.gguf(), "longer than before");
      model.activate(adapter);

      assertThat(engine.loads).containsExactly("a1", "a1");
    }
  }

  @Test
  void many_questions_are_answered_in_order_and_together_by_who_answers() throws IOException {
    try (EmbeddedLanguageModel model = open(ScopePolicy.SCOPED)) {
      model.activate(adapter("a1"));
      List<Integer> progress = new ArrayList<>();
      List<Question> questions =
          List.of(
              Question.of("odd 1", 4),
              Question.of("even 2", 4),
              Question.of("odd 3", 4),
              Question.of("even 4", 4),
              Question.of("odd 5", 4));

      List<Answer> answers = model.answerAll(questions, progress::add);

      assertThat(answers)
          .extracting(Answer::text)
          .containsExactly("a1: odd 1", "base: even 2", "a1: odd 3", "base: even 4", "a1: odd 5");
      assertThat(engine.base.batches).containsExactly(2);
      assertThat(progress).containsExactly(3, 5);
    }
  }

  /** Loads anything that is not called "broken". */
  private static final class FakeEngine implements AnswerEngine {
    final FakeSource base = new FakeSource("base");
    final List<String> loads = new ArrayList<>();

    @Override
    public AnswerSource base() {
      return base;
    }

    @Override
    public AnswerSource load(ServableAdapter adapter) {
      if (adapter.version().equals("broken")) {
        throw new ServingException(ServingException.Code.ADAPTER, "wrong shape");
      }
      loads.add(adapter.version());
      return new FakeSource(adapter.version());
    }

    @Override
    public QueueLoad queue() {
      return new QueueLoad(3, 32);
    }

    @Override
    public void close() {}
  }
}
