package dev.nightshift.exchange;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a token of an answer stands for.
 *
 * @param bytes of its UTF-8, each 0 to 255; a character may be spread over several tokens, so one
 *     token's bytes need not be a text by themselves
 */
public record TokenText(List<Integer> bytes) {
  public TokenText {
    bytes = List.copyOf(bytes);
    for (int value : bytes) {
      if (value < 0 || value > 255) {
        throw new IllegalArgumentException("a byte is within 0 and 255: " + value);
      }
    }
  }

  /** Of bytes. */
  public static TokenText of(byte[] bytes) {
    List<Integer> values = new ArrayList<>(bytes.length);
    for (byte value : bytes) {
      values.add(Byte.toUnsignedInt(value));
    }
    return new TokenText(values);
  }

  /** Of a text. */
  public static TokenText of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** As a text, with U+FFFD for bytes that are none by themselves. */
  public String text() {
    byte[] raw = new byte[bytes.size()];
    for (int i = 0; i < raw.length; i++) {
      raw[i] = bytes.get(i).byteValue();
    }
    return new String(raw, StandardCharsets.UTF_8);
  }
}
