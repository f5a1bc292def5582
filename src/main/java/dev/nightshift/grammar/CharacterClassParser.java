package dev.nightshift.grammar;

/** Reads {@code [a-z]} and the like. */
final class CharacterClassParser {
  private final RegexParser source;

  CharacterClassParser(RegexParser source) {
    this.source = source;
  }

  CharacterSet read() {
    source.accept('[');
    boolean negated = source.accept('^');
    CharacterSet all = CharacterSet.of("");
    while (!source.accept(']')) {
      CharacterSet item = item();
      if (!source.accept('-')) {
        all = all.or(item);
      } else if (!source.atEnd() && source.peek() == ']') {
        all = all.or(item).or(CharacterSet.of("-"));
      } else {
        all = all.or(range(item, item()));
      }
    }
    return negated ? CharacterSet.ALL.without(all) : all;
  }

  private CharacterSet item() {
    if (source.atEnd()) {
      throw source.malformed("a '[' without its ']'");
    }
    if (source.accept('\\')) {
      return source.accept('b') ? CharacterSet.of("\b") : source.escape();
    }
    int character = source.character();
    return CharacterSet.range(character, character);
  }

  private CharacterSet range(CharacterSet first, CharacterSet last) {
    int from = first.first(0);
    int to = last.first(0);
    boolean single = from >= 0 && to >= 0 && first.last(from) == from && last.last(to) == to;
    if (!single || first.first(from + 1) >= 0 || last.first(to + 1) >= 0 || from > to) {
      throw source.malformed("a range goes from one character to a later one");
    }
    return CharacterSet.range(from, to);
  }
}
