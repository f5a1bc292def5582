package dev.nightshift.inference;

import dev.nightshift.kernel.KeyValueCache;
import dev.nightshift.kernel.LowRankAdapter;
import dev.nightshift.kernel.TokenChunk;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An answer that is written. */
final class RunningAnswer implements RunningRequest {
  private final AnswerRow row;
  private final boolean ofBatch;
  private final Limits limits;
  private final Supplier<Set<Integer>> ends;
  private final CompletableFuture<Completion> result = new CompletableFuture<>();
  private @Nullable KeyValueCache known;
  private @Nullable LowRankAdapter with;

  private RunningAnswer(
      AnswerRow row, boolean ofBatch, Limits limits, Supplier<Set<Integer>> ends) {
    this.row = row;
    this.ofBatch = ofBatch;
    this.limits = limits;
    this.ends = ends;
  }

  /**
   * One whose time runs from now on.
   *
   * @param ends tokens that end an answer
   */
  static RunningAnswer single(AnswerRow row, Supplier<Set<Integer>> ends) {
    CompletionRequest request = row.request();
    return new RunningAnswer(row, false, new Limits(request.timeout(), request.cancelled()), ends);
  }

  /** One of several, whose time runs from when it is {@link #begin begun}. */
  static RunningAnswer ofBatch(AnswerRow row, Supplier<Set<Integer>> ends) {
    CompletionRequest request = row.request();
    return new RunningAnswer(row, true, Limits.later(request.timeout(), request.cancelled()), ends);
  }

  CompletableFuture<Completion> result() {
    return result;
  }

  @Override
  public boolean ofBatch() {
    return ofBatch;
  }

  @Override
  public Limits limits() {
    return limits;
  }

  @Override
  public int[] prompt() {
    return row.prompt();
  }

  @Override
  public int mostTokens() {
    return row.prompt().length + row.maxTokens();
  }

  @Override
  public @Nullable AdapterWeights adapter() {
    return row.request().adapter();
  }

  @Override
  public void begin(KeyValueCache beginning, @Nullable LowRankAdapter adapter) {
    limits.begin();
    known = beginning;
    with = adapter;
  }

  private KeyValueCache known() {
    if (known == null) {
      throw new IllegalStateException("not begun, or ended");
    }
    return known;
  }

  @Override
  public boolean writing() {
    return promptLeft() == 0;
  }

  private int promptLeft() {
    return Math.max(0, row.prompt().length - known().length());
  }

  /** A piece of the prompt, or the token taken last. */
  @Override
  public TokenChunk next(int most) {
    int left = promptLeft();
    if (left == 0) {
      return new TokenChunk(known(), new int[] {row.last()}, 1, with);
    }
    int from = known().length();
    int count = Math.min(left, most);
    int[] tokens = Arrays.copyOfRange(row.prompt(), from, from + count);
    return new TokenChunk(known(), tokens, count == left ? 1 : 0, with);
  }

  @Override
  public boolean take(TokenChunk chunk, float[] logits, int at, int count) {
    return chunk.outputs() > 0 && row.take(logits, at, count, ends.get());
  }

  @Override
  public @Nullable KeyValueCache end() {
    KeyValueCache held = known;
    known = null;
    with = null;
    return held;
  }

  @Override
  public void complete() {
    result.complete(row.completion());
  }

  @Override
  public void fail(Throwable failure) {
    result.completeExceptionally(failure);
  }
}
