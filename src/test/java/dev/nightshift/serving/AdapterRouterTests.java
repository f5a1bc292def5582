package dev.nightshift.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.nightshift.exchange.Answer;
import dev.nightshift.scope.ScopePolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
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
        (turns, options, deadline, listener) -> {
          deadline.remainingOrThrow();
          return said("adapted");
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
            new Question(List.of(Turn.user("x")), hasty, new AdapterChoice.Exactly(adapter, false)),
            AnswerListener.NONE);

    assertThat(answer.text()).isEqualTo("adapted");
    assertThat(answer.latency()).isLessThan(PATIENCE);
  }

  private static Generated said(String text) {
    return new Generated(text, List.of(), 1, 1, Answer.Finish.STOP, List.of());
  }

  /** Says who it is and then what it is asked, if it is not cancelled between. */
  private static AnswerSource echo(String name) {
    return (turns, options, deadline, listener) -> {
      listener.piece(name + ": ");
      if (listener.cancelled()) {
        throw new ServingException(ServingException.Code.CANCELLED, "as asked");
      }
      listener.piece(turns.getLast().content());
      return said(name + ": " + turns.getLast().content());
    };
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

  private static Answer answer(AdapterRouter router, Question question) {
    return router.answer(question, AnswerListener.NONE);
  }

  private static Answer active(AdapterRouter router) {
    return answer(router, corrected(new AdapterChoice.Active()));
  }

  @Test
  void the_base_is_told_corrections() {
    AdapterRouter router =
        echoing(ScopePolicy.SCOPED, new AnswerScope.Ruling(false, "out of scope"));

    assertThat(active(router).text()).isEqualTo("base: Ann. Who?");
    assertThat(active(router).informed()).isTrue();
    assertThat(answer(router, Question.of("Who?", 4)).informed()).isFalse();
    assertThat(answer(router, corrected(new AdapterChoice.Base())).text())
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

  /** Hears pieces, and cancels after so many. */
  private static final class Hearing implements AnswerListener {
    private final List<String> pieces = new ArrayList<>();
    private final int most;

    Hearing(int most) {
      this.most = most;
    }

    @Override
    public void piece(String text) {
      pieces.add(text);
    }

    @Override
    public boolean cancelled() {
      return pieces.size() >= most;
    }
  }

  private static List<String> heard(AdapterRouter router) {
    Hearing listener = new Hearing(9);
    router.answer(Question.of("Who?", 4), listener);
    return listener.pieces;
  }

  private static AnswerScope.Ruling within(Predicate<String> taught) {
    return new AnswerScope.Ruling(true, "in scope", taught, reply -> true);
  }

  @Test
  void an_answer_that_stands_whatever_it_is_is_heard_as_it_is_written() {
    AnswerScope.Ruling outside = new AnswerScope.Ruling(false, "out of scope");
    AnswerScope.Ruling inside = new AnswerScope.Ruling(true, "all");

    assertThat(heard(echoing(ScopePolicy.SCOPED, outside))).containsExactly("base: ", "Who?");
    assertThat(heard(echoing(ScopePolicy.SCOPED, inside))).containsExactly("a1: ", "Who?");
    assertThat(heard(echoing(ScopePolicy.ALWAYS, inside))).containsExactly("a1: ", "Who?");
  }

  @Test
  void nothing_is_heard_of_an_answer_that_does_not_stand() {
    assertThat(heard(echoing(ScopePolicy.SCOPED, within(reply -> false))))
        .containsExactly("base: ", "Who?");
    assertThat(heard(echoing(ScopePolicy.SCOPED, within(reply -> true))))
        .containsExactly("a1: Who?");
  }

  @Test
  void an_answer_can_be_cancelled_before_anything_of_it_is_heard() {
    AdapterRouter router = echoing(ScopePolicy.SCOPED, within(reply -> true));
    Hearing listener = new Hearing(0);

    assertThatExceptionOfType(ServingException.class)
        .isThrownBy(() -> router.answer(Question.of("Who?", 4), listener))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ServingException.Code.CANCELLED));
    assertThat(listener.pieces).isEmpty();
  }
}
