package dev.nightshift.grammar;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A set of byte strings, described as a regular expression. */
sealed interface Language {
  /** What a byte of a text takes, in numbers of 4 bytes. */
  long BYTE_PARTS = 8;

  /** No bound of a repetition. */
  int UNBOUNDED = Integer.MAX_VALUE;

  /** Contains no text at all. */
  Language NOTHING = new Choice(List.of());

  /** Contains the empty text alone. */
  Language EMPTY = new Sequence(List.of());

  /** One byte of a range. */
  record Bytes(int from, int to) implements Language {}

  /** One part after the other. */
  record Sequence(List<Language> parts) implements Language {}

  /** Any of the options. */
  record Choice(List<Language> options) implements Language {}

  /** The same again and again. */
  record Repeat(Language of, int least, int most) implements Language {}

  /** Those of the members that are there, in this order, separated. */
  record Members(List<Member> members, Language separator) implements Language {}

  /** What an automaton accepts. */
  record Accepted(Dfa automaton) implements Language {}

  /** A member of an object. */
  record Member(Language language, boolean required) {}

  /** The UTF-8 bytes of a text. */
  static Language text(String text) {
    CompilationWork.current().keep(BYTE_PARTS * text.length());
    List<Language> parts = new ArrayList<>();
    for (byte value : text.getBytes(StandardCharsets.UTF_8)) {
      parts.add(new Bytes(value & 0xFF, value & 0xFF));
    }
    return sequence(parts);
  }

  /** One after the other; contains nothing if one of them does. */
  static Language sequence(Language... parts) {
    return sequence(List.of(parts));
  }

  /** One after the other; contains nothing if one of them does. */
  static Language sequence(List<Language> parts) {
    if (parts.contains(NOTHING)) {
      return NOTHING;
    }
    return parts.size() == 1 ? parts.getFirst() : new Sequence(List.copyOf(parts));
  }

  /** Any of them. */
  static Language choice(Language... options) {
    return choice(List.of(options));
  }

  /** Any of them. */
  static Language choice(List<Language> options) {
    List<Language> possible = options.stream().filter(option -> !option.equals(NOTHING)).toList();
    return possible.size() == 1 ? possible.getFirst() : new Choice(possible);
  }

  /** Between {@code least} and {@code most} times. */
  static Language repeat(Language of, int least, int most) {
    if (least > most || (of.equals(NOTHING) && least > 0)) {
      return NOTHING;
    }
    return of.equals(NOTHING) ? EMPTY : new Repeat(of, least, most);
  }

  /** Once or not at all. */
  static Language optional(Language of) {
    return choice(EMPTY, of);
  }

  /** Members with a separator between them; optional ones that cannot be are left out. */
  static Language members(List<Member> members, Language separator) {
    List<Member> possible = new ArrayList<>();
    for (Member member : members) {
      if (!member.language().equals(NOTHING)) {
        possible.add(member);
      } else if (member.required()) {
        return NOTHING;
      }
    }
    return new Members(possible, separator);
  }

  /** The same as a small automaton: for what is repeated often. */
  static Language minimal(Language language) {
    return language.equals(NOTHING) ? NOTHING : new Accepted(Dfa.of(language).minimal());
  }

  /** What is in both. */
  static Language both(Language one, Language other) {
    Dfa common = Dfa.of(one).intersection(Dfa.of(other));
    return common.isEmpty() ? NOTHING : new Accepted(common);
  }
}
