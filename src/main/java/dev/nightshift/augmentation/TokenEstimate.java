package dev.nightshift.augmentation;

import dev.nightshift.serving.LanguageModel;

/** How many tokens a text takes: by the model's tokenizer, or rather too many by its characters. */
final class TokenEstimate {
  /** English has four and more characters a token; a list of names has fewer. */
  private static final int LETTERS_A_TOKEN = 3;

  private TokenEstimate() {}

  static int of(String text, LanguageModel model) {
    return model.countTokens(text).orElseGet(() -> atMost(text));
  }

  /** A letter of the Latin alphabet or a space is a third of a token, anything else two. */
  static int atMost(String text) {
    long plain = text.codePoints().filter(TokenEstimate::isPlain).count();
    long others = text.codePointCount(0, text.length()) - plain;
    return Math.toIntExact(Math.min(Integer.MAX_VALUE, plain / LETTERS_A_TOKEN + 1 + 2 * others));
  }

  private static boolean isPlain(int character) {
    return character == ' '
        || (character >= 'a' && character <= 'z')
        || (character >= 'A' && character <= 'Z');
  }
}
