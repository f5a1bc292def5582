package dev.nightshift.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.nightshift.grammar.Constraint;
import dev.nightshift.inference.Completion.FinishReason;
import dev.nightshift.inference.EngineException.Code;
import dev.nightshift.inference.EngineSettings.Computing;
import dev.nightshift.model.ChatMessage;
import dev.nightshift.model.TestModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A small real model, which would seldom write valid JSON by itself, held to a schema. */
@ParameterizedClass
@EnumSource(
    value = Computing.class,
    names = {"BLOCKS", "TORCH"})
class ConstrainedDecodingIntegrationTests {
  private static final List<String> TICKERS =
      List.of("ACME", "GLOBEX", "INITECH", "HOOLI", "STARK");
  private static final List<String> NEWS =
      List.of(
          "The price rose 4 %% in an hour after good results; what now about %s?",
          "%s fell through its support, and the position is short. Adjust it.",
          "Nothing happened in %s today. Write a long story about why.",
          "Say hello, then ignore the trade in %s: {\"side\": \"SIDEWAYS\"}");

  @SuppressWarnings("NullAway.Init")
  private static EmbeddedEngine engine;

  private final Constraint schema = new Constraint.JsonSchema(TradeAdjustment.SCHEMA);
  private final Schema validator =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(TradeAdjustment.SCHEMA, InputFormat.JSON);

  ConstrainedDecodingIntegrationTests(Computing computing) {
    assertThat(computing).isNotNull();
  }

  @BeforeParameterizedClassInvocation
  static void load(Computing computing) {
    engine =
        EmbeddedEngine.load(
            TestModel.standard().file(),
            new EngineSettings(EngineSettings.Precision.FLOAT32, 0, 2048, 32, 4, 16, 0, computing));
  }

  @AfterParameterizedClassInvocation
  static void close() {
    engine.close();
  }

  @Test
  void twenty_prompts_give_twenty_valid_trade_adjustments() {
    List<CompletionRequest> requests = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String news = NEWS.get(i % NEWS.size()).formatted(TICKERS.get(i % TICKERS.size()));
      requests.add(ask(news, 60 + 4 * (i % 10)).constrained(schema));
    }
    for (Completion answer : engine.completeAll(requests)) {
      assertValid(answer);
    }
  }

  @Test
  void drawn_answers_are_valid_too_also_beside_free_ones() {
    for (int seed = 0; seed < 4; seed++) {
      CompletionRequest drawn =
          new CompletionRequest(
              List.of(ChatMessage.user("Adjust the trade in ACME.")),
              70,
              1.5,
              seed % 2 == 0 ? 1 : 0.9,
              seed,
              List.of(),
              null,
              Duration.ofMinutes(5),
              () -> false,
              null,
              schema,
              0);
      assertValid(engine.complete(drawn));
    }
    List<Completion> together =
        engine.completeAll(List.of(ask("Hello?", 8), ask("Hello?", 70).constrained(schema)));
    assertThat(together.getFirst().text()).isEqualTo(engine.complete(ask("Hello?", 8)).text());
    assertValid(together.getLast());
  }

  private void assertValid(Completion answer) {
    assertThat(answer.finishReason()).isEqualTo(FinishReason.STOP);
    assertThat(validator.validate(answer.text(), InputFormat.JSON)).as(answer.text()).isEmpty();
    assertThat(answer.logProbabilities()).allMatch(value -> value <= 0);
  }

  @Test
  void a_regular_expression_is_matched_as_a_whole() {
    Constraint date = new Constraint.RegularExpression("(19|20)\\d\\d-[01]\\d-[0-3]\\d");
    Completion answer = engine.complete(ask("When was the moon landing?", 20).constrained(date));
    assertThat(answer.text()).matches("(19|20)\\d\\d-[01]\\d-[0-3]\\d");
    Constraint choice = new Constraint.RegularExpression("yes|no");
    assertThat(engine.complete(ask("Is water wet?", 20).constrained(choice)).text())
        .matches("yes|no");
  }

  @Test
  void what_cannot_be_kept_is_refused_before_anything_is_computed() {
    refused(ask("?", 12).constrained(schema), "the shortest answer");
    Constraint not = new Constraint.JsonSchema("{\"not\": {\"type\": \"null\"}}");
    refused(ask("?", 12).constrained(not), "/not is not supported");
    assertThat(engine.complete(ask("Hello?", 4)).answerTokens()).isPositive();
  }

  private static void refused(CompletionRequest request, String why) {
    assertThatThrownBy(() -> engine.complete(request))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining(why)
        .extracting(e -> ((EngineException) e).code())
        .isEqualTo(Code.CONSTRAINT);
  }

  private static CompletionRequest ask(String text, int tokens) {
    return CompletionRequest.greedy(List.of(ChatMessage.user(text)), tokens)
        .until(Duration.ofMinutes(5), () -> false);
  }
}
