package dev.nightshift.exchange;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * One question with its answer, as it happened. Never changed afterwards; what people say of it is
 * {@link Feedback}.
 *
 * @param id unique, URL-safe
 * @param at when the answer was given
 * @param question the user's words
 * @param answer the model's words
 * @param model name of the base model
 * @param adapter version that answered, or {@link #BASE}
 * @param confidence geometric mean token probability, 0 to 1
 * @param outcome the outcome known when it was recorded
 * @param latency time to the last token
 * @param promptTokens tokens read, 0 if unknown
 * @param answerTokens tokens written, 0 if unknown
 * @param author who asked, or "anonymous"
 * @param corrections ids of the exchanges whose corrections stood in the prompt, the best first;
 *     empty when the model was asked nothing but the question
 * @param context what else there was to the question than its words
 */
public record Exchange(
    String id,
    Instant at,
    String question,
    String answer,
    String model,
    String adapter,
    double confidence,
    Outcome outcome,
    Duration latency,
    int promptTokens,
    int answerTokens,
    String author,
    List<String> corrections,
    Context context) {

  /** The name of "no adapter": the base model itself. */
  public static final String BASE = "base";

  public Exchange {
    if (id.isBlank()) {
      throw new IllegalArgumentException("an exchange needs an id");
    }
    if (question.isBlank()) {
      throw new IllegalArgumentException("an exchange needs a question");
    }
    if (!(confidence >= 0 && confidence <= 1)) {
      throw new IllegalArgumentException("confidence must be within 0 and 1: " + confidence);
    }
    corrections = List.copyOf(corrections);
  }

  /** An exchange in which the model was asked nothing but the question. */
  public Exchange(
      String id,
      Instant at,
      String question,
      String answer,
      String model,
      String adapter,
      double confidence,
      Outcome outcome,
      Duration latency,
      int promptTokens,
      int answerTokens,
      String author) {
    this(
        id,
        at,
        question,
        answer,
        model,
        adapter,
        confidence,
        outcome,
        latency,
        promptTokens,
        answerTokens,
        author,
        List.of(),
        Context.PLAIN);
  }
}
