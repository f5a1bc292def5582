package dev.nightshift.training;

import java.util.List;

/**
 * Examples of one forward pass, padded on the right to the longest. Causal attention keeps padding
 * from being seen, so no mask is needed.
 *
 * @param rows how many
 * @param length tokens of the longest
 * @param ids [rows, length], row-major
 * @param positions flat positions whose next token is part of an answer
 * @param targets those next tokens
 * @param owners for every position, the index of its example in the plan's list
 * @param tokens tokens without padding
 */
@SuppressWarnings("ArrayRecordComponent") // batches are never compared
record Batch(
    int rows, int length, long[] ids, long[] positions, long[] targets, int[] owners, int tokens) {

  /** A draw of one wording of one example. */
  record Draw(int example, int wording) {}

  static Batch of(List<EncodedExample> examples, List<Draw> draws) {
    int length = 0;
    int answers = 0;
    int tokens = 0;
    for (Draw draw : draws) {
      EncodedExample example = examples.get(draw.example());
      int own = example.length(draw.wording());
      length = Math.max(length, own);
      answers += own - example.promptLengths().get(draw.wording());
      tokens += own;
    }
    long[] ids = new long[draws.size() * length];
    long[] positions = new long[answers];
    long[] targets = new long[answers];
    int[] owners = new int[answers];
    int next = 0;
    for (int row = 0; row < draws.size(); row++) {
      Draw draw = draws.get(row);
      EncodedExample example = examples.get(draw.example());
      int[] own = example.wordings().get(draw.wording());
      int prompt = example.promptLengths().get(draw.wording());
      for (int t = 0; t < own.length; t++) {
        ids[row * length + t] = own[t];
        if (t >= prompt) {
          positions[next] = (long) row * length + t - 1;
          targets[next] = own[t];
          owners[next++] = draw.example();
        }
      }
    }
    return new Batch(draws.size(), length, ids, positions, targets, owners, tokens);
  }
}
