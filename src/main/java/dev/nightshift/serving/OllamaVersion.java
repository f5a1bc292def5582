package dev.nightshift.serving;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version of an Ollama server, as far as it decides what can be done with adapters.
 *
 * @param text as the server said it
 */
record OllamaVersion(String text, int major, int minor, int patch) {
  private static final Pattern NUMBERS = Pattern.compile("v?(\\d+)\\.(\\d+)(?:\\.(\\d+))?.*");

  /**
   * Reads {@code 0.24.0}, also with a suffix.
   *
   * @throws IllegalArgumentException when it begins with no such numbers
   */
  static OllamaVersion parse(String text) {
    Matcher matcher = NUMBERS.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a version: " + text);
    }
    String patch = matcher.group(3);
    return new OllamaVersion(
        text,
        Integer.parseInt(matcher.group(1)),
        Integer.parseInt(matcher.group(2)),
        patch == null ? 0 : Integer.parseInt(patch));
  }

  /** Whether it takes LoRA adapters: up to 0.34.0 it does, later ones refuse them. */
  boolean takesAdapters() {
    return major == 0 && (minor < 34 || (minor == 34 && patch < 1));
  }
}
