package dev.nightshift.model;

import java.util.List;

/**
 * The texts of a model's control tokens, and how to write them so that they are none. A server that
 * renders a prompt as one text reads such a text in a user's words as the token itself, and the
 * words that follow as another turn.
 *
 * @param texts of one character or more, such as {@code <|im_start|>}
 */
public record ControlTexts(List<String> texts) {
  public ControlTexts {
    texts = texts.stream().filter(text -> text.length() > 1).toList();
  }

  /** The control tokens of a tokenizer. */
  public static ControlTexts of(Tokenizer tokenizer) {
    return new ControlTexts(tokenizer.controlTexts());
  }

  /** For a model whose control tokens are not known. */
  public static ControlTexts none() {
    return new ControlTexts(List.of());
  }

  /**
   * The content with {@code breaker} inside every control text, and after an unfinished one at the
   * end, which what follows might finish.
   */
  public String broken(String content, String breaker) {
    String safe = content;
    for (String text : texts) {
      safe = safe.replace(text, text.substring(0, 1) + breaker + text.substring(1));
    }
    for (String text : texts) {
      for (int length = text.length() - 1; length > 0; length--) {
        if (safe.endsWith(text.substring(0, length))) {
          return safe + breaker;
        }
      }
    }
    return safe;
  }
}
