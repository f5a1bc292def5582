package dev.nightshift.grammar;

import dev.nightshift.grammar.GrammarException.Code;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a regular expression of ECMA-262's syntax as a language. Lazy quantifiers are taken as
 * greedy ones, which match the same texts. Look-around, back-references, word boundaries and {@code
 * \p} are refused, and so are {@code ^} and {@code $} other than at the ends of the whole
 * expression's alternatives.
 */
final class RegexParser {
  private static final int MOST_GROUPS = 200;
  private static final int MOST_REPEATED = 10_000;

  private final String pattern;
  private final CharacterEncoding encoding;
  private final boolean search;
  private int at;
  private int groups;

  private RegexParser(String pattern, CharacterEncoding encoding, boolean search) {
    this.pattern = pattern;
    this.encoding = encoding;
    this.search = search;
  }

  /** The texts that match as a whole. */
  static Language whole(String pattern, CharacterEncoding encoding) {
    return new RegexParser(pattern, encoding, false).read();
  }

  /** The texts in which something matches. */
  static Language within(String pattern, CharacterEncoding encoding) {
    return new RegexParser(pattern, encoding, true).read();
  }

  private Language read() {
    List<Language> alternatives = new ArrayList<>();
    do {
      boolean begins = accept('^');
      List<Language> terms = terms();
      boolean ends = accept('$');
      if (search) {
        Language any = Language.repeat(encoding.of(CharacterSet.ALL), 0, Language.UNBOUNDED);
        terms.addFirst(begins ? Language.EMPTY : any);
        terms.addLast(ends ? Language.EMPTY : any);
      }
      alternatives.add(Language.sequence(terms));
    } while (accept('|'));
    if (!atEnd()) {
      throw malformed(peek() == ')' ? "a ')' without its '('" : "nothing may follow '$'");
    }
    return Language.choice(alternatives);
  }

  /** The terms up to the end of an alternative. */
  private List<Language> terms() {
    List<Language> terms = new ArrayList<>();
    while (!atEnd() && "|)$".indexOf(peek()) < 0) {
      terms.add(quantified(atom()));
    }
    return terms;
  }

  private Language atom() {
    char next = peek();
    return switch (next) {
      case '(' -> group();
      case '[' -> encoding.of(new CharacterClassParser(this).read());
      case '.' -> {
        at++;
        yield encoding.of(CharacterSet.ALL.without(CharacterSet.LINE_ENDS));
      }
      case '\\' -> {
        at++;
        yield encoding.of(escape());
      }
      case '^' ->
          throw unsupported("'^' stands only at the beginning of the expression's alternatives");
      case '*', '+', '?', '{' -> throw malformed("nothing to repeat before '" + next + "'");
      default -> encoding.of(single(character()));
    };
  }

  private Language group() {
    if (++groups > MOST_GROUPS) {
      throw new GrammarException(
          Code.TOO_LARGE, "more than " + MOST_GROUPS + " groups in the expression " + pattern);
    }
    at++;
    if (accept('?') && !accept(':')) {
      boolean named = accept('<') && !atEnd() && peek() != '=' && peek() != '!';
      int close = named ? pattern.indexOf('>', at) : -1;
      if (close < 0) {
        throw unsupported("look-ahead and look-behind cannot be used; say what may stand there");
      }
      at = close + 1;
    }
    List<Language> alternatives = new ArrayList<>();
    do {
      alternatives.add(Language.sequence(terms()));
    } while (accept('|'));
    if (!atEnd() && peek() == '$') {
      throw unsupported("'$' stands only at the end of the expression's alternatives");
    }
    if (!accept(')')) {
      throw malformed("a '(' without its ')'");
    }
    return Language.choice(alternatives);
  }

  private Language quantified(Language atom) {
    if (atEnd() || "*+?{".indexOf(peek()) < 0) {
      return atom;
    }
    char quantifier = pattern.charAt(at++);
    int least = 0;
    int most = Language.UNBOUNDED;
    switch (quantifier) {
      case '+' -> least = 1;
      case '?' -> most = 1;
      case '{' -> {
        least = count();
        most = !accept(',') ? least : atEnd() || peek() == '}' ? Language.UNBOUNDED : count();
        if (!accept('}') || least > most) {
          throw malformed("a repetition is {n}, {n,} or {n,m} with n not above m");
        }
      }
      default -> {}
    }
    accept('?');
    if (!atEnd() && "*+?".indexOf(peek()) >= 0) {
      throw malformed("a quantifier behind a quantifier");
    }
    return Language.repeat(atom, least, most);
  }

  private int count() {
    int from = at;
    while (!atEnd() && Character.digit(peek(), 10) >= 0 && at - from < 6) {
      at++;
    }
    if (from == at) {
      throw malformed("a number is missing in '{…}'; a brace for itself is written \\{");
    }
    int count = Integer.parseInt(pattern.substring(from, at));
    if (count > MOST_REPEATED) {
      throw new GrammarException(
          Code.TOO_LARGE, "repeated more than " + MOST_REPEATED + " times in " + pattern);
    }
    return count;
  }

  /** What a backslash, which has been read, and what follows it stand for. */
  CharacterSet escape() {
    if (atEnd()) {
      throw malformed("a backslash at the end");
    }
    int next = character();
    return switch (next) {
      case 'd' -> CharacterSet.DIGITS;
      case 'D' -> CharacterSet.ALL.without(CharacterSet.DIGITS);
      case 'w' -> CharacterSet.WORD;
      case 'W' -> CharacterSet.ALL.without(CharacterSet.WORD);
      case 's' -> CharacterSet.SPACE;
      case 'S' -> CharacterSet.ALL.without(CharacterSet.SPACE);
      case 't' -> CharacterSet.of("\t");
      case 'n' -> CharacterSet.of("\n");
      case 'r' -> CharacterSet.of("\r");
      case 'f' -> CharacterSet.of("\f");
      case 'v' -> CharacterSet.of("\u000b");
      case '0' -> CharacterSet.of("\0");
      case 'x' -> single(hexadecimal(2));
      case 'u' -> single(unicode());
      default -> {
        if (Character.isLetterOrDigit(next)) {
          throw unsupported(
              "\\%s is not known; known are \\d \\w \\s \\D \\W \\S \\t \\n \\r \\f \\v \\x \\u"
                  .formatted(Character.toString(next)));
        }
        yield single(next);
      }
    };
  }

  private static CharacterSet single(int character) {
    return CharacterSet.range(character, character);
  }

  /** Four digits, a surrogate pair of twice four, or any number in braces. */
  private int unicode() {
    if (accept('{')) {
      int close = pattern.indexOf('}', at);
      int point = close < 0 || close - at > 6 ? -1 : hexadecimal(close - at);
      if (point < 0 || point > Character.MAX_CODE_POINT || !accept('}')) {
        throw malformed("\\u{…} needs a code point");
      }
      return point;
    }
    int point = hexadecimal(4);
    if (Character.isHighSurrogate((char) point) && pattern.startsWith("\\u", at)) {
      at += 2;
      return Character.toCodePoint((char) point, (char) hexadecimal(4));
    }
    return point;
  }

  private int hexadecimal(int digits) {
    int value = 0;
    for (int i = 0; i < digits; i++) {
      int digit = atEnd() ? -1 : Character.digit(peek(), 16);
      if (digit < 0) {
        throw malformed("a hexadecimal digit is missing");
      }
      value = value * 16 + digit;
      at++;
    }
    return value;
  }

  boolean atEnd() {
    return at == pattern.length();
  }

  char peek() {
    return pattern.charAt(at);
  }

  boolean accept(char expected) {
    if (atEnd() || peek() != expected) {
      return false;
    }
    at++;
    return true;
  }

  /** Reads one character. */
  int character() {
    int character = pattern.codePointAt(at);
    at += Character.charCount(character);
    return character;
  }

  GrammarException malformed(String why) {
    return new GrammarException(Code.MALFORMED, where(why));
  }

  private GrammarException unsupported(String why) {
    return new GrammarException(Code.UNSUPPORTED, where(why));
  }

  private String where(String why) {
    return "the regular expression %s cannot be used, at character %d: %s"
        .formatted(pattern, at, why);
  }
}
