package dev.nightshift.sandbox;

/**
 * Python to run.
 *
 * @param source its text
 * @param entry how it is run
 * @param validation what is looked at before
 * @param tail Python of ours that is run behind it and not looked at; empty for none
 */
public record Program(String source, Entry entry, Validation validation, String tail) {
  private static final int MOST_CHARACTERS = 1 << 20;

  public Program {
    int characters = source.length() + tail.length();
    if (characters > MOST_CHARACTERS) {
      throw new IllegalArgumentException(
          "a program may have " + MOST_CHARACTERS + " characters, not " + characters);
    }
  }

  /** One with nothing behind it. */
  public Program(String source, Entry entry, Validation validation) {
    this(source, entry, validation, "");
  }
}
