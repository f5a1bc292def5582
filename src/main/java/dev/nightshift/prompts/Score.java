package dev.nightshift.prompts;

/**
 * What one first attempt came to.
 *
 * @param value share of the task's rows, hidden ones too, and its tests that passed, 0 to 1
 * @param solved whether all of it passed
 * @param promptTokens tokens that the model read
 * @param answerTokens tokens that it wrote
 */
public record Score(double value, boolean solved, int promptTokens, int answerTokens) {
  public Score {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException("a score must be within 0 and 1: " + value);
    }
  }

  /** Read and written together. */
  long tokens() {
    return (long) promptTokens + answerTokens;
  }
}
