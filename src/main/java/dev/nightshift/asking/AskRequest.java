package dev.nightshift.asking;

import dev.nightshift.exchange.Context;
import dev.nightshift.serving.AnswerListener;
import dev.nightshift.serving.GenerationOptions;
import dev.nightshift.serving.Turn;
import java.util.List;

/**
 * What is asked, and how.
 *
 * @param turns the conversation, whose control characters become blanks, ending with a user's turn
 *     that is not blank: the question that is remembered
 * @param options how to generate
 * @param author who asks; blank is anonymous
 * @param profile id of the configured model whose schema the answer follows; empty for free text
 * @param listener hears the answer while it is written
 * @param id what the exchange will be called, from {@link AskService#newId}; empty: a fresh one
 */
public record AskRequest(
    List<Turn> turns,
    GenerationOptions options,
    String author,
    String profile,
    AnswerListener listener,
    String id) {
  public AskRequest {
    turns =
        turns.stream().map(turn -> new Turn(turn.role(), UserText.clean(turn.content()))).toList();
    if (turns.isEmpty() || turns.getLast().role() != Turn.Role.USER) {
      throw new IllegalArgumentException("a conversation must end with a user's turn");
    }
    if (UserText.blank(turns.getLast().content())) {
      throw new IllegalArgumentException("a question must not be blank");
    }
    author = author.isBlank() ? AskService.ANONYMOUS : author;
  }

  /** Whose exchange gets its id when it is remembered. */
  public AskRequest(
      List<Turn> turns,
      GenerationOptions options,
      String author,
      String profile,
      AnswerListener listener) {
    this(turns, options, author, profile, listener, "");
  }

  /** One question in free text. */
  static AskRequest of(String question, GenerationOptions options, String author) {
    return new AskRequest(List.of(Turn.user(question)), options, author, "", AnswerListener.NONE);
  }

  /** The same, heard by someone. */
  public AskRequest heardBy(AnswerListener other) {
    return new AskRequest(turns, options, author, profile, other, id);
  }

  /** The words that are remembered. */
  String question() {
    return turns.getLast().content();
  }

  /** What else there is to the question. */
  Context context(boolean elsewhere) {
    long said = turns.stream().filter(turn -> turn.role() != Turn.Role.SYSTEM).count();
    return new Context(profile, said < turns.size(), (int) said - 1, elsewhere);
  }
}
