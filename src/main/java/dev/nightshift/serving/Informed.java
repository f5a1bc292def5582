package dev.nightshift.serving;

import java.util.List;

/**
 * A conversation that also says what people have corrected: what a model is told that does not know
 * it yet.
 *
 * @param turns the conversation with the corrections in it, ending with a user's turn
 * @param answers the corrected answers in it, the best first, at least one
 */
public record Informed(List<Turn> turns, List<String> answers) {
  public Informed {
    turns = List.copyOf(turns);
    answers = List.copyOf(answers);
    if (turns.isEmpty() || turns.getLast().role() != Turn.Role.USER) {
      throw new IllegalArgumentException("a question ends with a user's turn");
    }
    if (answers.isEmpty()) {
      throw new IllegalArgumentException("nobody is informed without a corrected answer");
    }
  }
}
