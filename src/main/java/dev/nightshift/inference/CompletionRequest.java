package dev.nightshift.inference;

import dev.nightshift.grammar.Constraint;
import dev.nightshift.model.ChatMessage;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What to complete, and how.
 *
 * @param messages the conversation; the answer follows it
 * @param maxTokens most tokens to write
 * @param temperature 0 is greedy
 * @param topP share of probability that is sampled from, 1 is all
 * @param seed of the sampler; the same request with the same seed gives the same answer
 * @param stop texts that end the answer and are not part of it
 * @param adapter from {@link EmbeddedEngine#adapter}; null is the base
 * @param timeout from acceptance, waiting included; of one that is answered together with others,
 *     from when it is begun
 * @param cancelled asked before every token
 * @param listener gets pieces of the text as they become final, on the engine's thread; must be
 *     quick
 * @param constraint what the answer must be; the text is valid however few tokens there are, and
 *     null is anything. Not together with {@code stop}
 * @param topTokens of how many tokens in each place the probabilities are told, besides the one
 *     that is written
 */
public record CompletionRequest(
    List<ChatMessage> messages,
    int maxTokens,
    double temperature,
    double topP,
    long seed,
    List<String> stop,
    @Nullable AdapterWeights adapter,
    Duration timeout,
    BooleanSupplier cancelled,
    @Nullable Consumer<AnswerPiece> listener,
    @Nullable Constraint constraint,
    int topTokens) {
  public CompletionRequest {
    messages = List.copyOf(messages);
    stop = List.copyOf(stop);
    if (messages.isEmpty()) {
      throw new IllegalArgumentException("messages must not be empty");
    }
    if (maxTokens < 1) {
      throw new IllegalArgumentException("maxTokens must be at least 1: " + maxTokens);
    }
    if (!(temperature >= 0 && temperature <= 100)) {
      throw new IllegalArgumentException("temperature must be within 0 and 100: " + temperature);
    }
    if (!(topP > 0 && topP <= 1)) {
      throw new IllegalArgumentException("topP must be above 0 and at most 1: " + topP);
    }
    if (topTokens < 0) {
      throw new IllegalArgumentException("topTokens must not be negative: " + topTokens);
    }
    if (stop.stream().anyMatch(String::isEmpty)) {
      throw new IllegalArgumentException("a stop text must not be empty");
    }
    if (constraint != null && !stop.isEmpty()) {
      throw new IllegalArgumentException(
          "a stop text would cut an answer that a constraint keeps whole: use one of them");
    }
  }

  /** One whose answer may be anything. */
  public CompletionRequest(
      List<ChatMessage> messages,
      int maxTokens,
      double temperature,
      double topP,
      long seed,
      List<String> stop,
      @Nullable AdapterWeights adapter,
      Duration timeout,
      BooleanSupplier cancelled,
      @Nullable Consumer<AnswerPiece> listener) {
    this(
        messages,
        maxTokens,
        temperature,
        topP,
        seed,
        stop,
        adapter,
        timeout,
        cancelled,
        listener,
        null,
        0);
  }

  /** Greedy, by the base, within two minutes. */
  public static CompletionRequest greedy(List<ChatMessage> messages, int maxTokens) {
    return new CompletionRequest(
        messages, maxTokens, 0, 1, 0, List.of(), null, Duration.ofMinutes(2), () -> false, null);
  }

  /** The same, answered with an adapter, or by the base if it is null. */
  public CompletionRequest with(@Nullable AdapterWeights other) {
    return copy(other, timeout, cancelled, constraint);
  }

  /** The same, whose answer must satisfy a constraint, or may be anything if it is null. */
  public CompletionRequest constrained(@Nullable Constraint by) {
    return copy(adapter, timeout, cancelled, by);
  }

  /** The same with another way to end it. */
  public CompletionRequest until(Duration within, BooleanSupplier cancel) {
    return copy(adapter, within, cancel, constraint);
  }

  private CompletionRequest copy(
      @Nullable AdapterWeights by,
      Duration within,
      BooleanSupplier cancel,
      @Nullable Constraint satisfying) {
    return new CompletionRequest(
        messages,
        maxTokens,
        temperature,
        topP,
        seed,
        stop,
        by,
        within,
        cancel,
        listener,
        satisfying,
        topTokens);
  }
}
