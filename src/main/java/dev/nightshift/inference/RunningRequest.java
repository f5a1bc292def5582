package dev.nightshift.inference;

import dev.nightshift.kernel.KeyValueCache;
import dev.nightshift.kernel.LowRankAdapter;
import dev.nightshift.kernel.TokenChunk;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** An answer that the {@link BlockDecoder} writes beside others. */
final class RunningRequest {
  private final AnswerRow row;
  private final Limits limits;
  private final CompletableFuture<Completion> result = new CompletableFuture<>();
  private @Nullable KeyValueCache known;
  private @Nullable LowRankAdapter adapter;

  private RunningRequest(AnswerRow row, Limits limits) {
    this.row = row;
    this.limits = limits;
  }

  /** One whose time runs from now on. */
  static RunningRequest now(AnswerRow row) {
    return new RunningRequest(row, new Limits(row.request().timeout(), row.request().cancelled()));
  }

  /** One whose time runs from when it is {@link #begin begun}. */
  static RunningRequest later(AnswerRow row) {
    return new RunningRequest(
        row, Limits.later(row.request().timeout(), row.request().cancelled()));
  }

  AnswerRow row() {
    return row;
  }

  Limits limits() {
    return limits;
  }

  CompletableFuture<Completion> result() {
    return result;
  }

  /** Starts on what is known of the prompt. */
  void begin(KeyValueCache beginning, @Nullable LowRankAdapter with) {
    limits.begin();
    known = beginning;
    adapter = with;
  }

  /** What stands in the cache. */
  KeyValueCache known() {
    if (known == null) {
      throw new IllegalStateException("not begun");
    }
    return known;
  }

  /** Tokens of the prompt that have not been run. */
  int promptLeft() {
    return Math.max(0, row.prompt().length - known().length());
  }

  /** What to run next: a piece of the prompt, or the token taken last. */
  TokenChunk next(int most) {
    int left = promptLeft();
    if (left == 0) {
      return new TokenChunk(known(), new int[] {row.last()}, 1, adapter);
    }
    int from = known().length();
    int count = Math.min(left, most);
    int[] tokens = Arrays.copyOfRange(row.prompt(), from, from + count);
    return new TokenChunk(known(), tokens, count == left ? 1 : 0, adapter);
  }
}
