package dev.nightshift.model;

import java.util.function.IntConsumer;

/** Tokens of text that holds no special tokens. */
sealed interface TextEncoder extends AutoCloseable permits ByteLevelPieces, SentencePieces {
  /**
   * Encodes a piece of text.
   *
   * @param first whether it stands at the beginning or behind a special token
   */
  void encode(String text, boolean first, IntConsumer out);

  @Override
  void close();
}
