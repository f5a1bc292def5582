package dev.nightshift.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.exchange.Answer;
import dev.nightshift.scope.ScopePolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class AdapterRouterTests {
  private static final Duration PATIENCE = Duration.ofMillis(300);

  private final ServableAdapter adapter = new ServableAdapter("a1", Path.of("a1"));

  /** Loading takes longer than a question may take, the first time. */
  private LoadedAdapter slowly(AtomicBoolean loaded) {
    if (!loaded.getAndSet(true)) {
      LockSupport.parkNanos(PATIENCE.multipliedBy(2).toNanos());
    }
    AnswerSource source =
        (turns, options, deadline) -> {
          deadline.remainingOrThrow();
          return new Generated("adapted", List.of(), 1, 1);
        };
    return new LoadedAdapter(adapter, AnswerScope.everything(), source);
  }

  @Test
  void the_time_of_loading_an_adapter_is_not_the_questions() {
    AtomicBoolean loaded = new AtomicBoolean();
    AdapterRouter router =
        new AdapterRouter(
            "tiny", new FakeSource("base"), ScopePolicy.ALWAYS, asked -> slowly(loaded));
    GenerationOptions hasty = new GenerationOptions(4, 0, 1, 0, List.of(), PATIENCE);

    Answer answer =
        router.answer(
            new Question(
                List.of(Turn.user("x")), hasty, new AdapterChoice.Exactly(adapter, false)));

    assertThat(answer.text()).isEqualTo("adapted");
    assertThat(answer.latency()).isLessThan(PATIENCE);
  }

  /** Says what it is asked, and who it is. */
  private static AnswerSource echo(String name) {
    return (turns, options, deadline) ->
        new Generated(name + ": " + turns.getLast().content(), List.of(), 1, 1);
  }

  private AdapterRouter echoing(ScopePolicy policy, AnswerScope.Ruling ruling) {
    LoadedAdapter loaded = new LoadedAdapter(adapter, question -> ruling, echo("a1"));
    AdapterRouter router = new AdapterRouter("tiny", echo("base"), policy, asked -> loaded);
    router.activate(loaded);
    return router;
  }

  private static Question corrected(AdapterChoice choice) {
    return Question.of("Who?", 4)
        .with(choice)
        .informedBy(new Informed(List.of(Turn.user("Ann. Who?")), List.of("Ann.")));
  }

  private static Answer active(AdapterRouter router) {
    return router.answer(corrected(new AdapterChoice.Active()));
  }

  @Test
  void the_base_is_told_corrections() {
    AdapterRouter router =
        echoing(ScopePolicy.SCOPED, new AnswerScope.Ruling(false, "out of scope"));

    assertThat(active(router).text()).isEqualTo("base: Ann. Who?");
    assertThat(active(router).informed()).isTrue();
    assertThat(router.answer(Question.of("Who?", 4)).informed()).isFalse();
    assertThat(router.answer(corrected(new AdapterChoice.Base())).text())
        .isEqualTo("base: Ann. Who?");
  }

  @Test
  void an_adapter_that_was_taught_the_correction_is_reminded_of_it() {
    Answer answer =
        active(
            echoing(
                ScopePolicy.SCOPED,
                new AnswerScope.Ruling(true, "in scope", reply -> true, "Ann."::equals)));

    assertThat(answer.text()).isEqualTo("a1: Ann. Who?");
    assertThat(answer.informed()).isTrue();
  }

  @Test
  void the_base_without_it_answers_where_the_adapter_says_nothing_that_it_was_taught() {
    Answer answer =
        active(
            echoing(
                ScopePolicy.SCOPED,
                new AnswerScope.Ruling(true, "in scope", reply -> false, "Ann."::equals)));

    assertThat(answer.text()).isEqualTo("base: Who?");
    assertThat(answer.informed()).isFalse();
  }

  @Test
  void a_correction_that_came_after_the_training_is_not_left_to_the_adapter() {
    Answer answer =
        active(
            echoing(
                ScopePolicy.SCOPED,
                new AnswerScope.Ruling(true, "in scope", reply -> true, "Bob."::equals)));

    assertThat(answer.text()).isEqualTo("base: Ann. Who?");
    assertThat(answer.routing()).contains("a1 was not taught the correction");
  }

  @Test
  void an_adapter_that_answers_everything_is_told_corrections() {
    assertThat(
            active(echoing(ScopePolicy.ALWAYS, new AnswerScope.Ruling(true, "not asked"))).text())
        .isEqualTo("a1: Ann. Who?");
    assertThat(active(echoing(ScopePolicy.SCOPED, new AnswerScope.Ruling(true, "all"))).text())
        .isEqualTo("a1: Ann. Who?");
  }

  @Test
  void questions_asked_together_go_the_same_ways() {
    AdapterRouter router =
        echoing(
            ScopePolicy.SCOPED,
            new AnswerScope.Ruling(true, "in scope", reply -> false, "Ann."::equals));
    Question plain = Question.of("When?", 4);

    assertThat(
            new AnswersTogether(
                    router, List.of(corrected(new AdapterChoice.Active()), plain), done -> {})
                .all())
        .extracting(Answer::text)
        .containsExactly("base: Who?", "base: When?");
  }
}
