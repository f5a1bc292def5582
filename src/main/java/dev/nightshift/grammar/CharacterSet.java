package dev.nightshift.grammar;

import java.util.BitSet;

/** A set of Unicode scalar values, the code points without surrogates. Immutable. */
final class CharacterSet {
  private static final int END = Character.MAX_CODE_POINT + 1;

  /** Every character. */
  static final CharacterSet ALL = range(0, END - 1);

  static final CharacterSet DIGITS = range('0', '9');
  static final CharacterSet WORD = of("_").or(DIGITS).or(range('a', 'z')).or(range('A', 'Z'));

  /** ECMA-262's WhiteSpace and LineTerminator. */
  static final CharacterSet SPACE =
      of("\t\n\u000b\f\r \u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff")
          .or(range(0x2000, 0x200a));

  /** What a dot does not match. */
  static final CharacterSet LINE_ENDS = of("\n\r\u2028\u2029");

  private final BitSet points;

  private CharacterSet(BitSet points) {
    points.clear(Character.MIN_SURROGATE, Character.MAX_SURROGATE + 1);
    this.points = points;
  }

  static CharacterSet range(int from, int to) {
    BitSet points = new BitSet();
    points.set(from, to + 1);
    return new CharacterSet(points);
  }

  static CharacterSet of(String characters) {
    BitSet points = new BitSet();
    characters.codePoints().forEach(points::set);
    return new CharacterSet(points);
  }

  CharacterSet or(CharacterSet other) {
    BitSet union = (BitSet) points.clone();
    union.or(other.points);
    return new CharacterSet(union);
  }

  CharacterSet without(CharacterSet other) {
    BitSet difference = (BitSet) points.clone();
    difference.andNot(other.points);
    return new CharacterSet(difference);
  }

  boolean contains(int character) {
    return points.get(character);
  }

  /** How long it takes to look through it. */
  int words() {
    return points.length() / Long.SIZE;
  }

  /** The first character from here on; −1 if there is none. */
  int first(int from) {
    return from < END ? points.nextSetBit(from) : -1;
  }

  /** The last of the characters that follow one another from here on. */
  int last(int from) {
    return points.nextClearBit(from) - 1;
  }
}
