package dev.nightshift.prompts;

import dev.nightshift.exchange.Answer;
import dev.nightshift.serving.AdapterChoice;
import dev.nightshift.serving.GenerationOptions;
import dev.nightshift.serving.LanguageModel;
import dev.nightshift.serving.Question;
import dev.nightshift.serving.Turn;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Has a model read failed attempts and write instructions that would have prevented them, as GEPA
 * does (arXiv 2507.19457, section 3).
 */
public final class ModelReflection implements Reflection {
  private static final int MOST_TRACES = 3;
  private static final int LONGEST_TRACE = 1_500;
  private static final int LONGEST = 4_000;
  private static final String FENCE = "```";

  private final LanguageModel model;
  private final int maxTokens;
  private final double temperature;
  private final Duration timeout;

  /**
   * @param maxTokens of new instructions
   */
  public ModelReflection(LanguageModel model, int maxTokens, double temperature, Duration timeout) {
    this.model = model;
    this.maxTokens = maxTokens;
    this.temperature = temperature;
    this.timeout = timeout;
  }

  /**
   * {@inheritDoc}
   *
   * @throws dev.nightshift.serving.ServingException when the model does not answer in time
   */
  @Override
  public Optional<Thought> on(String text, List<String> traces, long seed) {
    StringBuilder asked =
        new StringBuilder("A programmer is given these instructions before every task:\n```\n")
            .append(text.strip())
            .append("\n```\n\nWith them, these attempts failed:\n");
    traces.stream()
        .limit(MOST_TRACES)
        .forEach(trace -> asked.append("\n---\n").append(shortened(trace)).append('\n'));
    asked.append(
        "\n---\n\nWrite better instructions that prevent such failures in other tasks too. Keep"
            + " what is good in the present ones, do not mention these tasks, and stay under 120"
            + " words. Answer with the instructions alone in one ``` block.");
    GenerationOptions options =
        new GenerationOptions(maxTokens, temperature, 1, seed, List.of(), timeout);
    Answer answer =
        model.answer(
            new Question(
                List.of(Turn.user(asked.toString())), options, new AdapterChoice.Active()));
    String written = block(answer.text());
    long tokens = (long) answer.promptTokens() + answer.answerTokens();
    return written.isBlank() || written.length() > LONGEST
        ? Optional.empty()
        : Optional.of(new Thought(written, tokens));
  }

  private static String shortened(String trace) {
    String one = trace.strip();
    return one.length() <= LONGEST_TRACE ? one : one.substring(0, LONGEST_TRACE) + "…";
  }

  /** What stands in the first fenced block, or all of it where there is none. */
  private static String block(String text) {
    int opening = text.indexOf(FENCE);
    if (opening < 0) {
      return text.strip();
    }
    int start = text.indexOf('\n', opening);
    if (start < 0) {
      return "";
    }
    int end = text.indexOf(FENCE, start);
    return (end < 0 ? text.substring(start) : text.substring(start, end)).strip();
  }
}
