package dev.nightshift.codeloop;

/**
 * What the improver is told before every task, as a system turn: the part of its prompt that is
 * versioned and may be improved.
 *
 * @param version from 1
 * @param text at most 8,000 characters; empty for no system turn
 */
public record Instructions(int version, String text) {
  private static final int MOST_CHARACTERS = 8_000;

  public Instructions {
    if (version < 1) {
      throw new IllegalArgumentException("versions count from 1: " + version);
    }
    if (text.length() > MOST_CHARACTERS) {
      throw new IllegalArgumentException(
          "instructions may have " + MOST_CHARACTERS + " characters, not " + text.length());
    }
  }

  /** The first version, which comes with the program. */
  public static Instructions shipped() {
    return new Instructions(
        1,
        "You write Python 3. Answer with one whole program in a ```python block. Name the function"
            + " as asked. A function returns its result, a script prints it. Import only what is"
            + " allowed. Handle empty and unusual input.");
  }
}
