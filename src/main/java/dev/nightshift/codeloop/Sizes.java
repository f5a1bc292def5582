package dev.nightshift.codeloop;

import java.util.regex.Pattern;

/**
 * How inputs of any size are made, so that it can be seen how a program's time and memory grow.
 * Nothing is expected of what it makes of them, and no model sees it.
 *
 * @param counts what n counts, in words such as {@code words of the text}
 * @param make Python that defines {@code make(n)}: the arguments of a call as a list or a map, or
 *     the text that stands on standard input. {@code random} is there and has the seed n
 * @param from the smallest n
 * @param to the largest n
 */
public record Sizes(String counts, String make, int from, int to) {
  /** Unless a task says otherwise. */
  static final int FROM = 4;

  /** Likewise. */
  static final int TO = 1 << 17;

  /** Between fewer no growth is seen. */
  private static final int SPREAD = 8;

  private static final int MOST = 1 << 24;
  private static final int LONGEST = 20_000;
  private static final Pattern DEFINES = Pattern.compile("(?m)^def\\s+make\\s*\\(");

  public Sizes {
    if (counts.isBlank() || counts.length() > 100 || counts.lines().count() > 1) {
      throw new IllegalArgumentException(
          "sizes.counts must say in a few words what n counts, such as \"words of the text\"");
    }
    if (!DEFINES.matcher(make).find() || make.length() > LONGEST) {
      throw new IllegalArgumentException(
          "sizes.make must be Python that defines make(n), which returns an input of size n, in at"
              + " most "
              + LONGEST
              + " characters");
    }
    if (from < 1 || to > MOST || to < (long) SPREAD * from) {
      throw new IllegalArgumentException(
          "sizes.from must be at least 1, and sizes.to at least %d times as much and at most %d: %d, %d"
              .formatted(SPREAD, MOST, from, to));
    }
  }
}
