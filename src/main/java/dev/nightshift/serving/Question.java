package dev.nightshift.serving;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request to a language model.
 *
 * @param turns the conversation, ending with a user's turn
 * @param options how to generate
 * @param adapter which adapter shall answer
 * @param informed the same conversation with corrections in it, which is what is sent first; null
 *     when there are none
 */
public record Question(
    List<Turn> turns,
    GenerationOptions options,
    AdapterChoice adapter,
    @Nullable Informed informed) {
  public Question {
    turns = List.copyOf(turns);
    if (turns.isEmpty() || turns.getLast().role() != Turn.Role.USER) {
      throw new IllegalArgumentException("a question ends with a user's turn");
    }
  }

  /** Without corrections. */
  public Question(List<Turn> turns, GenerationOptions options, AdapterChoice adapter) {
    this(turns, options, adapter, null);
  }

  /** One user turn, greedy, answered by the active adapter. */
  public static Question of(String text, int maxTokens) {
    return new Question(
        List.of(Turn.user(text)), GenerationOptions.greedy(maxTokens), new AdapterChoice.Active());
  }

  /** The same where nobody waits for the answer: within half an hour instead of minutes. */
  public static Question unhurried(String text, int maxTokens) {
    return new Question(
        List.of(Turn.user(text)),
        GenerationOptions.unhurried(maxTokens),
        new AdapterChoice.Active());
  }

  /** The same question, answered by another adapter. */
  public Question with(AdapterChoice choice) {
    return new Question(turns, options, choice, informed);
  }

  /** The same question with corrections at hand, or without them. */
  public Question informedBy(@Nullable Informed corrections) {
    return new Question(turns, options, adapter, corrections);
  }

  /** What is to be sent where corrections are wanted: those if there are any. */
  List<Turn> informedTurns() {
    return informed == null ? turns : informed.turns();
  }

  /** The same question in other words, and no others. */
  Question saying(List<Turn> words) {
    return new Question(words, options, adapter, null);
  }

  /** The last user turn: what scope is decided by. */
  public String text() {
    return turns.getLast().content();
  }
}
