package dev.nightshift.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bytes that a token stands for. SentencePiece vocabularies write tokens as text, with U+2581
 * for a space and {@code <0x0A>} for a byte. Byte-level vocabularies write each byte as one
 * printable character (OpenAI GPT-2, encoder.py, bytes_to_unicode).
 */
final class TokenBytes {
  private static final int[] BYTE_OF_CHARACTER = byteOfCharacter();

  private final Vocabulary vocabulary;

  TokenBytes(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  /** Nothing for control tokens; the text itself for user-defined ones. */
  byte[] of(int id) {
    if (!vocabulary.contains(id)) {
      throw new ModelException(
          ModelException.Code.MALFORMED,
          "there is no token " + id + "; the vocabulary has " + vocabulary.size());
    }
    String token = vocabulary.tokens().get(id);
    if (vocabulary.control(id)) {
      return new byte[0];
    }
    if (vocabulary.userDefined(id)) {
      return token.getBytes(StandardCharsets.UTF_8);
    }
    if (vocabulary.kind() == Vocabulary.Kind.SENTENCE_PIECE) {
      return vocabulary.byteToken(id)
          ? new byte[] {(byte) byteOf(token)}
          : token.replace(SentencePieces.SPACE, ' ').getBytes(StandardCharsets.UTF_8);
    }
    byte[] bytes = new byte[token.length()];
    for (int i = 0; i < bytes.length; i++) {
      char character = token.charAt(i);
      if (character >= BYTE_OF_CHARACTER.length || BYTE_OF_CHARACTER[character] < 0) {
        return token.getBytes(StandardCharsets.UTF_8);
      }
      bytes[i] = (byte) BYTE_OF_CHARACTER[character];
    }
    return bytes;
  }

  /** The byte that {@code <0x…>} stands for; −1 for another text. */
  static int byteOf(String token) {
    return token.matches("<0x[0-9A-Fa-f]{2}>") ? Integer.parseInt(token.substring(3, 5), 16) : -1;
  }

  private static int[] byteOfCharacter() {
    int[] table = new int[512];
    Arrays.fill(table, -1);
    int next = 256;
    for (int value = 0; value < 256; value++) {
      boolean printable = (value >= '!' && value <= '~') || (value >= 0xA1 && value != 0xAD);
      table[printable ? value : next++] = value;
    }
    return table;
  }
}
