package dev.nightshift.inference;

import dev.nightshift.inference.Completion.FinishReason;
import dev.nightshift.inference.Sampler.Draw;
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
  private int last;
  private @Nullable Completion completion;

  AnswerRow(int index, CompletionRequest request, int[] prompt, int maxTokens, TextStream stream) {
    this.index = index;
    this.request = request;
    this.prompt = prompt;
    this.maxTokens = maxTokens;
    this.answer = new AnswerText(stream, request.stop(), request.listener());
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

  /** The shortest time and anyone's cancellation. */
  static Limits limits(List<AnswerRow> batch) {
    Duration shortest =
        batch.stream().map(row -> row.request.timeout()).min(Duration::compareTo).orElseThrow();
    return new Limits(
        shortest, () -> batch.stream().anyMatch(row -> row.request.cancelled().getAsBoolean()));
  }

  /** Takes the next token; true when the answer is complete. */
  boolean take(Draw draw, Set<Integer> ends) {
    last = draw.token();
    if (ends.contains(last)) {
      answer.end();
      completion = answer.complete(prompt.length, FinishReason.STOP);
    } else if (answer.add(last, draw.logProbability())) {
      completion = answer.complete(prompt.length, FinishReason.STOP);
    } else if (answer.tokens() == maxTokens) {
      completion = answer.complete(prompt.length, FinishReason.LENGTH);
    }
    return completion != null;
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
