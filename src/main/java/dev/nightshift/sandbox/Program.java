package dev.nightshift.sandbox;

/**
 * Python to run.
 *
 * @param source its text
 * @param entry how it is run
 * @param validation what is looked at before
 */
public record Program(String source, Entry entry, Validation validation) {
  private static final int MOST_CHARACTERS = 1 << 20;

  public Program {
    if (source.length() > MOST_CHARACTERS) {
      throw new IllegalArgumentException(
          "a program may have " + MOST_CHARACTERS + " characters, not " + source.length());
    }
  }
}
