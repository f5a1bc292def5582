package dev.nightshift.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** A model that takes any token that it may, on a vocabulary of all bytes and of pieces of JSON. */
final class RandomModel {
  /** No text, and not an end. */
  static final int CONTROL = 256;

  static final int END = 257;

  private static final List<String> PIECES =
      List.of(
          "{\"",
          "\":",
          "\": ",
          "\": \"",
          "\",",
          "\", \"",
          "\"}",
          "}",
          "]}",
          "[",
          "[]",
          "null",
          "true",
          "tr",
          "ue",
          "false",
          "0.",
          "00",
          "12",
          "1e",
          " 1",
          "-1",
          "-0",
          "99",
          ".5",
          "\n",
          " ",
          "  ",
          "\\",
          "\\n",
          "\\u",
          "é",
          "ß\"",
          "😀",
          "\"\"",
          "name",
          "name\"",
          "side",
          "LONG",
          "SHORT",
          "buy",
          "sell",
          "confidence",
          "a",
          "the ",
          "20",
          "T0",
          "Z\"",
          "@",
          ".com",
          "{}",
          "kind",
          "child",
          "items",
          "\"a",
          "\"b\"",
          ",\"",
          ", \"",
          "circle",
          "square",
          "4",
          "3.1");

  private RandomModel() {}

  static TokenTrie vocabulary(boolean dropsFirstSpace) {
    List<byte[]> tokens = new ArrayList<>();
    for (int value = 0; value < 256; value++) {
      tokens.add(new byte[] {(byte) value});
    }
    tokens.add(new byte[0]);
    tokens.add("</s>".getBytes(StandardCharsets.UTF_8));
    for (String piece : PIECES) {
      tokens.add(piece.getBytes(StandardCharsets.UTF_8));
    }
    return new TokenTrie(tokens, Set.of(END), dropsFirstSpace);
  }

  /** Writes an answer of at most so many tokens, the end among them. */
  static String answer(TokenConstraint constraint, TokenTrie vocabulary, int most, Random random) {
    ConstrainedAnswer answer = constraint.begin(most);
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (int i = 0; i < most; i++) {
      BitSet allowed = answer.allowed();
      assertThat(allowed.get(CONTROL)).isFalse();
      int token = any(allowed, random);
      assertThat(answer.allows(token)).isTrue();
      if (token == END) {
        return decoded(text);
      }
      answer.take(token);
      text.writeBytes(vocabulary.bytes(token));
      if (answer.complete()) {
        return decoded(text);
      }
    }
    assertThat(answer.satisfied()).as(decoded(text)).isTrue();
    return decoded(text);
  }

  private static int any(BitSet allowed, Random random) {
    assertThat(allowed.isEmpty()).isFalse();
    int skip = random.nextInt(allowed.cardinality());
    int token = allowed.nextSetBit(0);
    for (int i = 0; i < skip; i++) {
      token = allowed.nextSetBit(token + 1);
    }
    return token;
  }

  private static String decoded(ByteArrayOutputStream bytes) {
    String text = bytes.toString(StandardCharsets.UTF_8);
    assertThat(text.getBytes(StandardCharsets.UTF_8)).as("UTF-8").isEqualTo(bytes.toByteArray());
    return text;
  }
}
