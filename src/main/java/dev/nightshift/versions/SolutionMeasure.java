package dev.nightshift.versions;

/**
 * What solutions of a task, which pass everything, are compared by: how long the program is. Blanks
 * and line ends do not count, so that nobody wins by spacing.
 *
 * @param characters that are not white space; 0 for no program
 */
record SolutionMeasure(int characters) {
  static SolutionMeasure of(String source) {
    return new SolutionMeasure(
        (int) source.codePoints().filter(c -> !Character.isWhitespace(c)).count());
  }

  /** Strictly. */
  boolean betterThan(SolutionMeasure other) {
    return characters < other.characters;
  }
}
