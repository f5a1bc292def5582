package dev.nightshift.inference;

import dev.nightshift.kernel.KeyValueCache;
import dev.nightshift.kernel.LogProbabilities;
import dev.nightshift.kernel.LowRankAdapter;
import dev.nightshift.kernel.TokenChunk;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A given text whose probability is computed, piece by piece. */
final class RunningScore implements RunningRequest {
  /** Tokens that are scored at once: each has as many logits as there are tokens. */
  private static final int SCORED = 64;

  private static final Duration TIME = Duration.ofMinutes(5);

  private final int[] prompt;
  private final int[] continuation;

  /** All that must be run: the last token of the continuation only has a probability. */
  private final int[] tokens;

  private final @Nullable AdapterWeights adapter;
  private final Limits limits = Limits.later(TIME, () -> false);
  private final double[] scores;
  private final CompletableFuture<double[]> result = new CompletableFuture<>();
  private @Nullable KeyValueCache known;
  private @Nullable LowRankAdapter with;

  /** A continuation after a prompt, both of at least one token. */
  RunningScore(int[] prompt, int[] continuation, @Nullable AdapterWeights adapter) {
    this.prompt = prompt;
    this.continuation = continuation;
    this.tokens = Arrays.copyOf(prompt, prompt.length + continuation.length - 1);
    System.arraycopy(continuation, 0, tokens, prompt.length, continuation.length - 1);
    this.adapter = adapter;
    this.scores = new double[continuation.length];
  }

  CompletableFuture<double[]> result() {
    return result;
  }

  @Override
  public boolean ofBatch() {
    return true;
  }

  @Override
  public Limits limits() {
    return limits;
  }

  @Override
  public int[] prompt() {
    return prompt;
  }

  @Override
  public int mostTokens() {
    return tokens.length;
  }

  @Override
  public @Nullable AdapterWeights adapter() {
    return adapter;
  }

  @Override
  public void begin(KeyValueCache beginning, @Nullable LowRankAdapter lowRank) {
    limits.begin();
    known = beginning;
    with = lowRank;
  }

  private KeyValueCache known() {
    if (known == null) {
      throw new IllegalStateException("not begun, or ended");
    }
    return known;
  }

  @Override
  public boolean writing() {
    return false;
  }

  @Override
  public TokenChunk next(int most) {
    int from = known().length();
    int to = Math.min(tokens.length, from + Math.min(most, SCORED));
    int outputs = Math.min(to - from, Math.max(0, to - prompt.length + 1));
    return new TokenChunk(known(), Arrays.copyOfRange(tokens, from, to), outputs, with);
  }

  @Override
  public boolean take(TokenChunk chunk, float[] logits, int at, int count) {
    int length = known().length();
    for (int i = 0; i < chunk.outputs(); i++) {
      int index = length - chunk.outputs() + i - (prompt.length - 1);
      scores[index] = LogProbabilities.of(continuation[index], logits, at + i * count, count);
    }
    return length == tokens.length;
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
    result.complete(scores);
  }

  @Override
  public void fail(Throwable failure) {
    result.completeExceptionally(failure);
  }
}
