package dev.nightshift.inference;

import dev.nightshift.grammar.ConstrainedAnswer;
import dev.nightshift.inference.Completion.FinishReason;
import dev.nightshift.inference.EngineException.Code;
import dev.nightshift.inference.Sampler.Draw;
import dev.nightshift.kernel.LogProbabilities;
import dev.nightshift.model.TextStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One request of a batch, with its answer so far. */
final class AnswerRow {
  /** Cache slots of a whole batch: bounds its memory. */
  private static final int MOST_SLOTS = 16 * 1024;

  private final int index;
  private final CompletionRequest request;
  private final int[] prompt;
  private final int maxTokens;
  private final AnswerText answer;
  private final @Nullable ConstrainedAnswer constrained;
  private final TokenChoice choice;
  private int last;
  private @Nullable Completion completion;

  /**
   * An answer that has not begun.
   *
   * @param constrained where it stands in the request's constraint, if that has one
   */
  AnswerRow(
      int index,
      CompletionRequest request,
      int[] prompt,
      int maxTokens,
      TextStream stream,
      @Nullable ConstrainedAnswer constrained) {
    this.index = index;
    this.request = request;
    this.prompt = prompt;
    this.maxTokens = maxTokens;
    this.answer = new AnswerText(stream, request.stop(), request.listener());
    this.constrained = constrained;
    this.choice = TokenChoice.of(request, constrained);
  }

  /** Groups rows with the same adapter and similar lengths. */
  static List<List<AnswerRow>> batches(List<AnswerRow> rows, int most) {
    Map<String, List<AnswerRow>> byAdapter = new LinkedHashMap<>();
    for (AnswerRow row : rows) {
      AdapterWeights adapter = row.request.adapter();
      byAdapter
          .computeIfAbsent(adapter == null ? "" : adapter.digest(), key -> new ArrayList<>())
          .add(row);
    }
    List<List<AnswerRow>> batches = new ArrayList<>();
    for (List<AnswerRow> same : byAdapter.values()) {
      same.sort(Comparator.comparingInt((AnswerRow row) -> row.prompt.length).reversed());
      List<AnswerRow> batch = new ArrayList<>();
      for (AnswerRow row : same) {
        if (!batch.isEmpty() && (batch.size() == most || slots(batch, row) > MOST_SLOTS)) {
          batches.add(batch);
          batch = new ArrayList<>();
        }
        batch.add(row);
      }
      batches.add(batch);
    }
    return batches;
  }

  private static int slots(List<AnswerRow> batch, AnswerRow further) {
    int answer = further.maxTokens;
    for (AnswerRow row : batch) {
      answer = Math.max(answer, row.maxTokens);
    }
    return (batch.size() + 1) * (batch.getFirst().prompt.length + answer);
  }

  /** The shortest time, from when the batch is begun, and anyone's cancellation. */
  static Limits limits(List<AnswerRow> batch) {
    Duration shortest =
        batch.stream().map(row -> row.request.timeout()).min(Duration::compareTo).orElseThrow();
    return Limits.later(
        shortest, () -> batch.stream().anyMatch(row -> row.request.cancelled().getAsBoolean()));
  }

  /** Whether the next token is simply the most probable one. */
  boolean takesMostProbable() {
    return request.temperature() == 0 && constrained == null && request.topTokens() == 0;
  }

  /** Chooses the next token by its logits; true when the answer is complete. */
  boolean take(float[] logits, int at, int count, Set<Integer> ends) {
    Draw draw = checked(choice.next(logits, at, count));
    List<AnswerToken.Likely> likeliest =
        LogProbabilities.likeliest(logits, at, count, request.topTokens()).stream()
            .map(likely -> new AnswerToken.Likely(likely.token(), likely.logProbability()))
            .toList();
    return take(new AnswerToken(draw.token(), draw.logProbability(), likeliest), ends);
  }

  /** Takes the next token; true when the answer is complete. */
  boolean take(Draw draw, Set<Integer> ends) {
    checked(draw);
    return take(new AnswerToken(draw.token(), draw.logProbability(), List.of()), ends);
  }

  private boolean take(AnswerToken token, Set<Integer> ends) {
    last = token.id();
    if (ends.contains(last)) {
      answer.end();
      completion = answer.complete(prompt.length, FinishReason.STOP);
    } else if (answer.add(token)) {
      completion = answer.complete(prompt.length, FinishReason.STOP);
    } else if (constrained != null) {
      constrained.take(last);
      if (constrained.complete()) {
        completion = answer.complete(prompt.length, FinishReason.STOP);
      }
    }
    if (completion == null && answer.tokens() == maxTokens) {
      boolean whole = constrained != null && constrained.satisfied();
      FinishReason reason = whole ? FinishReason.STOP : FinishReason.LENGTH;
      completion = answer.complete(prompt.length, reason);
    }
    return completion != null;
  }

  /** Refuses what is no number: nothing that follows would mean anything. */
  private static Draw checked(Draw draw) {
    if (!Double.isFinite(draw.logProbability())) {
      throw new EngineException(
          Code.NUMBERS, "the model computed no usable probabilities (NaN or infinite)");
    }
    return draw;
  }

  /** Tokens so far. */
  int tokens() {
    return answer.tokens();
  }

  int index() {
    return index;
  }

  CompletionRequest request() {
    return request;
  }

  int[] prompt() {
    return prompt;
  }

  int maxTokens() {
    return maxTokens;
  }

  /** The token taken last. */
  int last() {
    return last;
  }

  Completion completion() {
    if (completion == null) {
      throw new IllegalStateException("the answer is not complete");
    }
    return completion;
  }
}
