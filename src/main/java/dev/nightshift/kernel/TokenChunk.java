package dev.nightshift.kernel;

import org.jspecify.annotations.Nullable;

/**
 * Consecutive tokens of one sequence, to be run in one pass, perhaps beside those of others.
 *
 * @param known what stands before them; afterwards it holds them too
 * @param tokens at least one
 * @param outputs of how many of the last tokens the logits are wanted; 0 for none
 * @param adapter what to add to the base
 */
@SuppressWarnings("ArrayRecordComponent")
public record TokenChunk(
    KeyValueCache known, int[] tokens, int outputs, @Nullable LowRankAdapter adapter) {
  public TokenChunk {
    if (tokens.length == 0) {
      throw new IllegalArgumentException("a chunk has at least one token");
    }
    if (outputs < 0 || outputs > tokens.length) {
      throw new IllegalArgumentException(
          "%d outputs of %d tokens were asked for".formatted(outputs, tokens.length));
    }
  }
}
