package dev.nightshift.prompts;

/**
 * First attempts on one task with one seed, by the version in force and by a candidate.
 *
 * @param task its id
 */
record Pair(String task, Score before, Score after) {
  double gain() {
    return after.value() - before.value();
  }

  /** Read and written for both. */
  long tokens() {
    return before.tokens() + after.tokens();
  }

  int extraTokens() {
    return after.promptTokens() - before.promptTokens();
  }
}
