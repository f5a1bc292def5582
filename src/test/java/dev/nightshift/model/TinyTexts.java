package dev.nightshift.model;

import dev.nightshift.gguf.GgufFile;

/** Text from the tokens of a {@link TinyModel}, without a tokenizer's library. */
public final class TinyTexts {
  private TinyTexts() {}

  /** At the beginning of a text. */
  public static TextStream stream(GgufFile file) {
    return new TextStream(new TokenBytes(Vocabulary.of(file)), false);
  }
}
