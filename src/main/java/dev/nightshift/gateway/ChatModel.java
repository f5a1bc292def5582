package dev.nightshift.gateway;

import dev.nightshift.asking.AskService;
import dev.nightshift.generation.ServedModel;
import dev.nightshift.serving.Turn;
import java.util.ArrayList;
import java.util.List;

/**
 * What answers chats under one name.
 *
 * @param service asks it and remembers
 * @param format of its answers where a request says nothing
 * @param system its system turn where a conversation has none; blank is none
 */
record ChatModel(AskService service, AnswerFormat format, String system) {
  /** Free text. */
  static ChatModel of(AskService service) {
    return new ChatModel(service, AnswerFormat.TEXT, "");
  }

  /**
   * A configured one, opened if need be.
   *
   * @throws dev.nightshift.generation.GenerationException NOT_LOADED
   */
  static ChatModel of(ServedModel model) {
    AnswerFormat format =
        model
            .schema()
            .map(schema -> new AnswerFormat(schema.constraint(), model.id(), schema.verifier()))
            .orElse(AnswerFormat.TEXT);
    return new ChatModel(model.asking(), format, model.settings().system());
  }

  /** A conversation with the system turn in front, if that has to be. */
  List<Turn> turns(List<Turn> conversation) {
    if (system.isBlank() || conversation.getFirst().role() == Turn.Role.SYSTEM) {
      return conversation;
    }
    List<Turn> turns = new ArrayList<>(List.of(Turn.system(system)));
    turns.addAll(conversation);
    return turns;
  }
}
