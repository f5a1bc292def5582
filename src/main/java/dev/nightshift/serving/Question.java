package dev.nightshift.serving;

import java.util.List;

/**
 * A request to a language model.
 *
 * @param turns the conversation, ending with a user's turn
 * @param options how to generate
 * @param adapter which adapter shall answer
 */
public record Question(List<Turn> turns, GenerationOptions options, AdapterChoice adapter) {
  public Question {
    turns = List.copyOf(turns);
    if (turns.isEmpty() || turns.getLast().role() != Turn.Role.USER) {
      throw new IllegalArgumentException("a question ends with a user's turn");
    }
  }

  /** One user turn, greedy, answered by the active adapter. */
  public static Question of(String text, int maxTokens) {
    return new Question(
        List.of(Turn.user(text)), GenerationOptions.greedy(maxTokens), new AdapterChoice.Active());
  }

  /** The same question, answered by another adapter. */
  public Question with(AdapterChoice choice) {
    return new Question(turns, options, choice);
  }

  /** The last user turn: what scope is decided by. */
  public String text() {
    return turns.getLast().content();
  }
}
