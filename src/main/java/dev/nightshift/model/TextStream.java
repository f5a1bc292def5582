package dev.nightshift.model;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Turns tokens into text one by one: a character whose bytes are spread over several tokens comes
 * out with the last of them, so that what was given out never changes. Bytes that are no UTF-8
 * become U+FFFD. Not for several threads.
 */
public final class TextStream {
  private final TokenBytes tokens;
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);
  private byte[] pending = new byte[0];
  private boolean dropSpace;

  /**
   * At the beginning of a text.
   *
   * @param dropSpace whether the text's first space was put there by the tokenizer
   */
  TextStream(TokenBytes tokens, boolean dropSpace) {
    this.tokens = tokens;
    this.dropSpace = dropSpace;
  }

  /** The text that {@code token} completes; empty for control tokens and unfinished characters. */
  public String next(int token) {
    String text = decode(tokens.of(token), false);
    if (!dropSpace || text.isEmpty()) {
      return text;
    }
    dropSpace = false;
    return text.startsWith(" ") ? text.substring(1) : text;
  }

  /** What is left at the end: empty, or U+FFFD for an unfinished character. */
  public String finish() {
    return decode(new byte[0], true);
  }

  private String decode(byte[] bytes, boolean end) {
    ByteBuffer in =
        ByteBuffer.allocate(pending.length + bytes.length).put(pending).put(bytes).flip();
    CharBuffer out = CharBuffer.allocate(in.remaining() + 2);
    decoder.decode(in, out, end);
    pending = new byte[in.remaining()];
    in.get(pending);
    if (end) {
      decoder.flush(out);
      decoder.reset();
    }
    return out.flip().toString();
  }
}
