package dev.nightshift.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.grammar.Constraint;
import dev.nightshift.model.ControlTexts;
import dev.nightshift.serving.ServingException.Code;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What servers are asked that compile schemas themselves. */
class ServedSchemaTests {
  private final ServerApi api = ServerApi.ofOllama("http://127.0.0.1:9");
  private final OllamaChat chat =
      new OllamaChat(
          api,
          new RequestQueue(1),
          "tiny",
          false,
          new OllamaPrompt(Optional.empty(), Optional.empty(), new ControlTexts(List.of())),
          new OllamaResources(0, 0),
          () -> {});
  private final GenerationOptions options = GenerationOptions.greedy(7);
  private final List<Turn> turns = List.of(Turn.user("Hello?"));

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void a_schema_is_sent_as_the_format() {
    Constraint schema = new Constraint.JsonSchema("{\"type\": \"null\"}");
    assertThat(chat.request(turns, options.constrained(schema)).get("format").toString())
        .isEqualTo("{\"type\":\"null\"}");
    assertThat(chat.request(turns, options).has("format")).isFalse();
  }

  @Test
  void a_regular_expression_is_refused() {
    Constraint pattern = new Constraint.RegularExpression("yes|no");
    assertThatThrownBy(() -> chat.request(turns, options.constrained(pattern)))
        .isInstanceOf(ServingException.class)
        .hasMessageContaining("use a JSON schema")
        .extracting(e -> ((ServingException) e).code())
        .isEqualTo(Code.REQUEST);
  }
}
