package dev.nightshift.inference;

import dev.nightshift.kernel.KeyValueCache;
import dev.nightshift.kernel.LowRankAdapter;
import dev.nightshift.kernel.TokenChunk;
import org.jspecify.annotations.Nullable;

/**
 * What the {@link BlockDecoder} computes beside others. Waiting at first, then begun, then ended;
 * after that it holds no keys and values, however long its result is kept.
 */
sealed interface RunningRequest permits RunningAnswer, RunningScore {
  /** Whether it gives way to single requests. */
  boolean ofBatch();

  /** When it must end unfinished. */
  Limits limits();

  /** What stands before the tokens that it is about. */
  int[] prompt();

  /** Most tokens whose keys and values it may come to hold. */
  int mostTokens();

  /** What answers; null is the base. */
  @Nullable AdapterWeights adapter();

  /** Starts on what is known of the prompt. */
  void begin(KeyValueCache beginning, @Nullable LowRankAdapter with);

  /** Whether its next pass gives a token that somebody waits for. */
  boolean writing();

  /**
   * What to run next.
   *
   * @param most tokens of a text that is known already; one further token is always run
   */
  TokenChunk next(int most);

  /**
   * Takes the logits of the chunk that was run, each {@code count} numbers, from {@code at} on.
   *
   * @return whether it is complete
   */
  boolean take(TokenChunk chunk, float[] logits, int at, int count);

  /**
   * Lets go of keys and values.
   *
   * @return them, to be released once nothing computes with them; null when it holds none
   */
  @Nullable KeyValueCache end();

  /** Tells the result. */
  void complete();

  /** Tells why there is none. */
  void fail(Throwable failure);
}
