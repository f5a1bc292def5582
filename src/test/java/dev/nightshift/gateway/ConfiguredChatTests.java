package dev.nightshift.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.nightshift.asking.AskService;
import dev.nightshift.generation.AnswerSchema;
import dev.nightshift.generation.GenerationException;
import dev.nightshift.generation.ServedModel;
import dev.nightshift.generation.ServedModelSettings;
import dev.nightshift.generation.SharedModel;
import dev.nightshift.grammar.Constraint;
import dev.nightshift.serving.LanguageModel;
import dev.nightshift.serving.ServingSettings;
import dev.nightshift.serving.Turn;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Chats with a model by a configured name. */
class ConfiguredChatTests {
  private static final String SCHEMA =
      "{\"type\":\"object\",\"properties\":{\"ok\":{\"type\":\"boolean\"}}}";

  private static ServedModel model(Supplier<LanguageModel> opened) {
    ServedModelSettings settings =
        new ServedModelSettings(
            true,
            ServedModelSettings.Backend.AUTO,
            ServedModelSettings.BASE,
            "",
            ServedModelSettings.Kind.STRUCTURED,
            SCHEMA,
            0,
            "Judge.",
            null,
            "",
            "");
    InstantSource clock = InstantSource.system();
    return new ServedModel(
        "judge",
        settings,
        AnswerSchema.of(SCHEMA),
        SharedModel.borrowed("tiny", opened, Duration.ofSeconds(1), clock),
        open ->
            new AskService(
                open, new FakeMemory(), new FakeAugmenter(), ServingSettings.defaults(), clock),
        Optional::empty);
  }

  private static ChatCompletionRequest request(String members) {
    String body =
        "{\"model\":\"judge\",\"messages\":[{\"role\":\"user\",\"content\":\"Is it?\"}]"
            + members
            + "}";
    return ChatCompletionRequest.of(
        "judge",
        new OpenAiBody(JsonMapper.shared().readTree(body)),
        ChatModel.of(model(FakeModel::new)),
        new ClientSchemas());
  }

  @Test
  void its_schema_and_system_turn_hold_where_the_request_says_nothing() {
    ChatCompletionRequest plain = request("");

    assertThat(plain.options().constraint()).isEqualTo(new Constraint.JsonSchema(SCHEMA));
    assertThat(plain.format().profile()).isEqualTo("judge");
    assertThat(plain.format().verifier().objections("{\"ok\":1}")).isNotEmpty();
    assertThat(plain.turns()).containsExactly(Turn.system("Judge."), Turn.user("Is it?"));
  }

  @Test
  void the_requests_own_schema_and_system_turn_come_before_them() {
    ChatCompletionRequest own = request(",\"response_format\":{\"type\":\"json_object\"}");

    assertThat(own.options().constraint()).isEqualTo(new Constraint.JsonObject());
    assertThat(own.format().profile()).isEqualTo("json_object");
    ChatModel chat = ChatModel.of(model(FakeModel::new));
    assertThat(chat.turns(List.of(Turn.system("Else."), Turn.user("Is it?"))))
        .containsExactly(Turn.system("Else."), Turn.user("Is it?"));
  }

  @Test
  void one_that_cannot_be_opened_is_said_to_be_so() {
    ServedModel broken =
        model(
            () -> {
              throw new IllegalStateException("no file");
            });

    assertThatExceptionOfType(GenerationException.class)
        .isThrownBy(() -> ChatModel.of(broken))
        .withMessageContaining("no file");
  }
}
