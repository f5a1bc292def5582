package dev.nightshift.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Against what Python's Jinja makes of templates in many manners (reference/templates.json). */
class ChatTemplateReferenceTests {
  private static final JsonNode REFERENCE = Reference.json("templates.json");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "llama2", "llama3", "mistral", "zephyr", "smollm2", "qwen2", "qwen3", "gemma3", "phi3",
        "phi4", "smollm3", "macros"
      })
  void conversations_are_written_as_python_writes_them(String name) {
    JsonNode entry = REFERENCE.get("templates").get(name);
    ChatTemplate template =
        ChatTemplate.of(
            name,
            entry.get("template").asString(),
            Map.of("bos_token", "<s>", "eos_token", "</s>"));
    int next = 0;
    for (JsonNode chat : REFERENCE.get("chats")) {
      for (boolean ask : new boolean[] {true, false}) {
        JsonNode expected = entry.get("renderings").get(next++);
        if (expected.has("error")) {
          assertThatThrownBy(() -> template.render(messages(chat), ask))
              .isInstanceOf(ModelException.class)
              .hasMessageContaining(expected.get("error").asString());
        } else {
          assertThat(template.render(messages(chat), ask))
              .isEqualTo(expected.get("text").asString());
        }
      }
    }
  }

  private static List<ChatMessage> messages(JsonNode list) {
    List<ChatMessage> messages = new ArrayList<>();
    for (JsonNode message : list) {
      String content = message.get("content").asString();
      messages.add(
          switch (message.get("role").asString()) {
            case "system" -> ChatMessage.system(content);
            case "user" -> ChatMessage.user(content);
            default -> ChatMessage.assistant(content);
          });
    }
    return messages;
  }
}
