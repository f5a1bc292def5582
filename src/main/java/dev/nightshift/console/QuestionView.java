package dev.nightshift.console;

import dev.nightshift.exchange.Exchange;
import dev.nightshift.exchange.Feedback;
import dev.nightshift.exchange.Outcome;
import dev.nightshift.memory.Remembered;
import java.util.List;

/**
 * An exchange as it is shown.
 *
 * @param verdict right or wrong, and who said so
 * @param tone {@code good} or {@code bad}
 * @param correction in force, empty for none
 * @param help ids of exchanges whose corrections stood in the prompt
 */
record QuestionView(
    String id,
    String at,
    String question,
    String brief,
    String answer,
    String verdict,
    String tone,
    String correction,
    String model,
    String adapter,
    String adapterName,
    String confidence,
    String latency,
    int promptTokens,
    int answerTokens,
    String author,
    List<String> help,
    List<Said> said) {
  private static final int BRIEF = 120;

  /** Something that a person said of it. */
  record Said(String at, String author, String what, String text) {}

  static QuestionView of(Remembered remembered, Shown shown) {
    Exchange exchange = remembered.exchange();
    Outcome outcome = remembered.outcome();
    return new QuestionView(
        exchange.id(),
        shown.time(exchange.at()),
        exchange.question(),
        Shown.excerpt(exchange.question(), BRIEF),
        exchange.answer(),
        (outcome.success() ? "right, by " : "wrong, by ") + cause(outcome),
        outcome.success() ? "good" : "bad",
        remembered.correction().map(Feedback::correction).orElse(""),
        exchange.model(),
        exchange.adapter(),
        AdapterView.shortName(exchange.adapter()),
        Shown.share(exchange.confidence()),
        Shown.span(exchange.latency()),
        exchange.promptTokens(),
        exchange.answerTokens(),
        exchange.author(),
        exchange.corrections(),
        remembered.feedback().stream().map(one -> said(one, shown)).toList());
  }

  private static String cause(Outcome outcome) {
    return switch (outcome.cause()) {
      case CONFIDENCE -> "the model's confidence";
      case VERIFIER -> "a check";
      case FEEDBACK -> "a person";
    };
  }

  private static Said said(Feedback feedback, Shown shown) {
    String what =
        switch (feedback.kind()) {
          case UP -> "said it is right";
          case DOWN -> "said it is wrong";
          case CORRECTION -> "corrected it";
          case COMMENT -> "remarked";
        };
    String text =
        switch (feedback.kind()) {
          case CORRECTION -> feedback.correction();
          case COMMENT -> feedback.comment();
          case UP, DOWN -> "";
        };
    return new Said(shown.time(feedback.at()), feedback.author(), what, text == null ? "" : text);
  }
}
