package dev.nightshift.asking;

import java.util.regex.Pattern;

/**
 * Words as they may be shown to a model, a terminal or a log: without control characters, which no
 * keyboard writes and which hide or forge what a person sees. Tabs and line ends are words too. The
 * texts of a model's control tokens are left as they are; each backend sees to it that they are
 * read as text.
 */
public final class UserText {
  /** Control characters but tab and line ends, and halves of characters. */
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Cs}&&[^\\t\\n\\r]]");

  private UserText() {}

  /** The words, each control character a blank. */
  static String clean(String words) {
    return CONTROL.matcher(words).replaceAll(" ");
  }

  /** Whether there is nothing that anybody could see: blanks, control and format characters. */
  public static boolean blank(String words) {
    return words.codePoints().allMatch(UserText::invisible);
  }

  private static boolean invisible(int character) {
    return Character.isWhitespace(character)
        || Character.isSpaceChar(character)
        || switch (Character.getType(character)) {
          case Character.CONTROL, Character.FORMAT, Character.SURROGATE -> true;
          default -> false;
        };
  }
}
