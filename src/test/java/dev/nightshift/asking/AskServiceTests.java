package dev.nightshift.asking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nightshift.augmentation.AugmentedQuestion;
import dev.nightshift.augmentation.Augmenter;
import dev.nightshift.augmentation.UsedCorrection;
import dev.nightshift.exchange.Answer;
import dev.nightshift.exchange.Context;
import dev.nightshift.exchange.Exchange;
import dev.nightshift.exchange.Feedback;
import dev.nightshift.exchange.Outcome;
import dev.nightshift.memory.MemoryException;
import dev.nightshift.quarantine.FeedbackGate;
import dev.nightshift.serving.AnswerListener;
import dev.nightshift.serving.BaseOnlyModel;
import dev.nightshift.serving.GenerationOptions;
import dev.nightshift.serving.Informed;
import dev.nightshift.serving.Question;
import dev.nightshift.serving.ServingException;
import dev.nightshift.serving.ServingSettings;
import dev.nightshift.serving.Turn;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AskServiceTests {
  private static final Instant NOW = Instant.parse("2026-11-21T02:00:00Z");

  private final Model model = new Model();
  private final RecordedMemory memory = new RecordedMemory();
  private final List<String> heard = new ArrayList<>();
  private Augmenter augmenter = Augmenter.none();
  private final AskService service =
      new AskService(
          model,
          memory,
          (question, profile, asked) -> augmenter.augment(question, profile, asked),
          ServingSettings.defaults(),
          InstantSource.fixed(NOW));

  @Test
  void an_answer_is_remembered_as_it_was_given() {
    AskReply reply = service.ask("Why?", "ann");

    Exchange exchange = memory.exchanges.getFirst();
    assertThat(exchange.id()).isEqualTo(reply.id());
    assertThat(exchange.at()).isEqualTo(NOW);
    assertThat(exchange.question()).isEqualTo("Why?");
    assertThat(exchange.answer()).isEqualTo("Because.");
    assertThat(exchange.adapter()).isEqualTo("a1");
    assertThat(exchange.author()).isEqualTo("ann");
    assertThat(exchange.latency()).isEqualTo(Duration.ofMillis(5));
    assertThat(model.asked.options().maxTokens()).isEqualTo(256);
  }

  @Test
  void success_is_a_confidence_above_the_threshold_and_not_at_it() {
    model.confidence = 0.7;
    assertThat(service.ask("Why?", "").success()).isFalse();
    assertThat(memory.exchanges.getLast().outcome())
        .isEqualTo(new Outcome(false, Outcome.Cause.CONFIDENCE));
    assertThat(memory.exchanges.getLast().author()).isEqualTo("anonymous");

    model.confidence = 0.71;
    assertThat(service.ask("Why?", "").success()).isTrue();
  }

  @Test
  void without_memory_there_is_no_reply() {
    memory.broken = true;
    service.observe(new Ear());

    assertThatExceptionOfType(MemoryException.class).isThrownBy(() -> service.ask("Why?", ""));
    assertThat(heard).containsExactly("failed tiny base memory_io");
  }

  @Test
  void observers_hear_how_questions_come_out() {
    service.observe(new Ear());
    service.ask("Why?", "");
    model.failure = new ServingException(ServingException.Code.BUSY, "full");

    assertThatExceptionOfType(ServingException.class).isThrownBy(() -> service.ask("Why?", ""));
    assertThat(heard).containsExactly("answered a1", "failed tiny base busy");
  }

  @Test
  void the_users_words_are_remembered_and_not_the_prompt_with_corrections() {
    augmenter = (question, profile, asked) -> informed(question);

    AskReply reply = service.ask("Why?", "ann");

    assertThat(model.asked.informed()).isNotNull();
    assertThat(reply.corrections()).extracting(UsedCorrection::exchangeId).containsExactly("x1");
    assertThat(memory.exchanges.getFirst().question()).isEqualTo("Why?");
    assertThat(memory.exchanges.getFirst().corrections()).containsExactly("x1");
  }

  @Test
  void corrections_that_the_answering_model_was_not_told_are_not_reported() {
    augmenter = (question, profile, asked) -> informed(question);
    model.usesCorrections = false;

    assertThat(service.ask("Why?", "ann").corrections()).isEmpty();
    assertThat(memory.exchanges.getFirst().corrections()).isEmpty();
  }

  @Test
  void a_prompt_that_corrections_make_too_long_is_asked_without_them() {
    augmenter = (question, profile, asked) -> informed(question);
    model.tooLongWithCorrections = true;

    assertThat(service.ask("Why?", "ann").corrections()).isEmpty();
    assertThat(model.asked.informed()).isNull();
  }

  @Test
  void what_else_there_was_to_a_question_is_remembered_with_it() {
    AskRequest followUp =
        new AskRequest(
            List.of(
                Turn.system("Be short."),
                Turn.user("Who leads Nordwind?"),
                Turn.assistant("Lise Hansen."),
                Turn.user("And since when?")),
            GenerationOptions.greedy(8),
            " ",
            "",
            AnswerListener.NONE);
    augmenter = (question, profile, asked) -> informed(question);

    service.ask(followUp);

    Exchange remembered = memory.exchanges.getFirst();
    assertThat(remembered.question()).isEqualTo("And since when?");
    assertThat(remembered.context()).isEqualTo(new Context("", true, 2, false));
    assertThat(remembered.author()).isEqualTo("anonymous");
    assertThat(model.asked.turns()).isEqualTo(followUp.turns());
    assertThat(model.asked.informed()).as("corrections of other questions").isNull();
  }

  @Test
  void an_answer_of_another_model_is_remembered_as_such() {
    AskService other =
        AskService.elsewhere(
            model, memory, Augmenter.none(), ServingSettings.defaults(), InstantSource.fixed(NOW));

    other.ask("Why?", "ann");

    assertThat(memory.exchanges.getFirst().context()).isEqualTo(new Context("", false, 0, true));
  }

  @Test
  void who_listens_hears_the_answer() {
    StringBuilder said = new StringBuilder();
    AnswerListener listener =
        new AnswerListener() {
          @Override
          public void piece(String text) {
            said.append(text);
          }

          @Override
          public boolean cancelled() {
            return false;
          }
        };

    service.ask(
        new AskRequest(
            List.of(Turn.user("Why?")), GenerationOptions.greedy(8), "ann", "phi3", listener));

    assertThat(said).hasToString("Because.");
    assertThat(memory.exchanges.getFirst().context().profile()).isEqualTo("phi3");
  }

  private static AugmentedQuestion informed(Question question) {
    return new AugmentedQuestion(
        question.informedBy(
            new Informed(List.of(Turn.user("It is so. " + question.text())), List.of("It is so."))),
        List.of(new UsedCorrection("x1", "Why then?", "It is so.", 0.9, 0.9)));
  }

  @Test
  void a_blank_question_is_refused() {
    assertThatIllegalArgumentException().isThrownBy(() -> service.ask(" ", ""));
  }

  @Test
  void feedback_is_a_fact_of_its_own() {
    FeedbackService feedback =
        new FeedbackService(memory, FeedbackGate.open(), InstantSource.fixed(NOW));

    Feedback given = feedback.give("x1", Feedback.Kind.CORRECTION, "Oslo", " ");

    assertThat(memory.facts).containsExactly(given);
    assertThat(given.author()).isEqualTo("anonymous");
    assertThat(given.at()).isEqualTo(NOW);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> feedback.give("x1", Feedback.Kind.UP, "Oslo", "ann"));
  }

  @Test
  void ids_are_unique_and_sort_by_time() {
    UUID early = UUID.fromString(ExchangeIds.next(NOW));
    UUID late = UUID.fromString(ExchangeIds.next(NOW.plusMillis(1)));

    assertThat(early.version()).isEqualTo(7);
    assertThat(early.variant()).isEqualTo(2);
    assertThat(early.toString()).isLessThan(late.toString());
    assertThat(ExchangeIds.next(NOW)).isNotEqualTo(ExchangeIds.next(NOW));
  }

  private final class Ear implements AskObserver {
    @Override
    public void answered(AskReply reply) {
      heard.add("answered " + reply.answer().adapter());
    }

    @Override
    public void failed(String name, String adapter, String cause) {
      heard.add("failed " + name + " " + adapter + " " + cause);
    }
  }

  private static final class Model extends BaseOnlyModel {
    double confidence = 0.9;
    @Nullable ServingException failure;
    boolean usesCorrections = true;
    boolean tooLongWithCorrections;
    Question asked = Question.of("nothing yet", 1);

    @Override
    public Answer answer(Question question) {
      asked = question;
      if (failure != null) {
        throw failure;
      }
      boolean told = question.informed() != null;
      if (told && tooLongWithCorrections) {
        throw new ServingException(ServingException.Code.REQUEST, "too long");
      }
      Duration latency = Duration.ofMillis(5);
      boolean informed = told && usesCorrections;
      return new Answer(
          "Because.", confidence, "tiny", "a1", "r", latency, 2, 3, List.of(), informed);
    }
  }
}
