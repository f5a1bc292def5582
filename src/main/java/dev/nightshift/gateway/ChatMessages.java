package dev.nightshift.gateway;

import dev.nightshift.asking.UserText;
import dev.nightshift.serving.Turn;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The messages of a chat completion as turns. */
final class ChatMessages {
  private static final String PARAM = "messages";

  private ChatMessages() {}

  /** System messages that stand one behind the other become one turn: templates know one. */
  static List<Turn> turns(JsonNode messages) {
    if (!messages.isArray() || messages.isEmpty()) {
      throw OpenAiException.invalid(PARAM, "messages must be a list of at least one message");
    }
    List<Turn> turns = new ArrayList<>();
    for (int i = 0; i < messages.size(); i++) {
      Turn turn = turn(messages.get(i), PARAM + "[" + i + "]");
      boolean goesOn =
          turn.role() == Turn.Role.SYSTEM
              && !turns.isEmpty()
              && turns.getLast().role() == Turn.Role.SYSTEM;
      turns.add(
          goesOn ? Turn.system(turns.removeLast().content() + "\n\n" + turn.content()) : turn);
    }
    if (turns.getLast().role() != Turn.Role.USER || UserText.blank(turns.getLast().content())) {
      throw OpenAiException.invalid(PARAM, "the last message must be a user's, and not blank");
    }
    return turns;
  }

  private static Turn turn(JsonNode message, String at) {
    String role = message.path("role").asString("");
    if (message.hasNonNull("tool_calls") && !message.path("tool_calls").isEmpty()) {
      throw OpenAiException.unsupported(at + ".tool_calls", "tools are not supported");
    }
    String content = content(message.path("content"), at + ".content");
    return switch (role) {
      case "system", "developer" -> Turn.system(content);
      case "user" -> Turn.user(content);
      case "assistant" -> Turn.assistant(content);
      case "tool", "function" ->
          throw OpenAiException.unsupported(at + ".role", "tools are not supported");
      default ->
          throw OpenAiException.invalid(
              at + ".role", "role must be system, developer, user or assistant, not " + role);
    };
  }

  private static String content(JsonNode content, String at) {
    if (content.isString()) {
      return content.stringValue();
    }
    if (!content.isArray() || content.isEmpty()) {
      throw OpenAiException.invalid(at, "content must be a string or a list of text parts");
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < content.size(); i++) {
      text.append(part(content.get(i), at + "[" + i + "]"));
    }
    return text.toString();
  }

  private static String part(JsonNode part, String at) {
    String type = part.path("type").asString("");
    JsonNode text =
        switch (type) {
          case "text" -> part.path("text");
          case "refusal" -> part.path("refusal");
          case "image_url", "input_audio", "file" ->
              throw OpenAiException.unsupported(
                  at, "parts of the type " + type + " are not supported: this model reads text");
          default -> throw OpenAiException.invalid(at + ".type", "type must be text, not " + type);
        };
    if (!text.isString()) {
      throw OpenAiException.invalid(at + "." + type, type + " must be a string");
    }
    return text.stringValue();
  }
}
