package dev.nightshift.council;

/** Texts cut to a length that a small model's context holds. */
final class Excerpt {
  private Excerpt() {}

  static String of(String text, int longest) {
    String stripped = text.strip();
    if (stripped.length() <= longest) {
      return stripped;
    }
    int end = Character.isHighSurrogate(stripped.charAt(longest - 1)) ? longest - 1 : longest;
    return stripped.substring(0, end) + " …";
  }
}
