package dev.nightshift.grammar;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How characters are written as bytes. */
enum CharacterEncoding {
  /** UTF-8. */
  TEXT,
  /**
   * UTF-8 inside a JSON string: each character in one form, escaped only where it has to be (RFC
   * 8259, section 7).
   */
  JSON_STRING;

  /** Of one character, roughly. */
  private static final int LEAST_STEPS = 100;

  private static final CharacterSet CONTROLS = CharacterSet.range(0, 0x1F);
  private static final CharacterSet ESCAPED = CONTROLS.or(CharacterSet.of("\"\\"));

  /** Any one character of a set. */
  Language of(CharacterSet characters) {
    CompilationWork.current().steps(LEAST_STEPS + characters.words());
    List<Language> options = new ArrayList<>();
    switch (this) {
      case TEXT -> addPlain(characters, options);
      case JSON_STRING -> {
        addPlain(characters.without(ESCAPED), options);
        for (int c = ESCAPED.first(0); c >= 0; c = ESCAPED.first(c + 1)) {
          if (characters.contains(c)) {
            options.add(Language.text(escaped((char) c)));
          }
        }
      }
    }
    return options.size() > 1
        ? Language.minimal(Language.choice(options))
        : Language.choice(options);
  }

  /** Each character of a text. */
  Language of(String text) {
    return Language.sequence(
        text.codePoints().mapToObj(c -> of(CharacterSet.range(c, c))).toList());
  }

  private static String escaped(char character) {
    return switch (character) {
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      case '\b' -> "\\b";
      case '\f' -> "\\f";
      default -> String.format(Locale.ROOT, "\\u%04x", (int) character);
    };
  }

  private static void addPlain(CharacterSet characters, List<Language> options) {
    int from = characters.first(0);
    while (from >= 0) {
      int to = characters.last(from);
      addByLength(from, to, options);
      from = characters.first(to + 1);
    }
  }

  /** Splits a range where UTF-8 takes one byte more. */
  private static void addByLength(int from, int to, List<Language> options) {
    int start = from;
    for (int last : new int[] {0x7F, 0x7FF, 0xFFFF, Character.MAX_CODE_POINT}) {
      if (start <= to && start <= last) {
        addAligned(start, Math.min(to, last), options);
        start = last + 1;
      }
    }
  }

  /** Splits a range until each byte of its characters has a range of its own. */
  private static void addAligned(int from, int to, List<Language> options) {
    byte[] first = utf8(from);
    byte[] last = utf8(to);
    for (int i = 1; i < first.length; i++) {
      int low = (1 << (6 * i)) - 1;
      if ((from & ~low) != (to & ~low)) {
        if ((from & low) != 0) {
          addAligned(from, from | low, options);
          addAligned((from | low) + 1, to, options);
          return;
        }
        if ((to & low) != low) {
          addAligned(from, (to & ~low) - 1, options);
          addAligned(to & ~low, to, options);
          return;
        }
      }
    }
    List<Language> bytes = new ArrayList<>();
    for (int i = 0; i < first.length; i++) {
      bytes.add(new Language.Bytes(first[i] & 0xFF, last[i] & 0xFF));
    }
    options.add(Language.sequence(bytes));
  }

  private static byte[] utf8(int character) {
    return Character.toString(character).getBytes(StandardCharsets.UTF_8);
  }
}
