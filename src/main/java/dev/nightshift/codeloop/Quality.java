package dev.nightshift.codeloop;

import java.util.Locale;

/**
 * What a program that passes everything is worth beside that. No time is in it: times differ from
 * run to run, how they grow does not.
 *
 * @param growth order in which its processor time grows, such as {@code O(n log n)}; empty when it
 *     is not known
 * @param exponent of the power of n that grows about as fast: 1 of O(n), infinite of O(c^n); NaN
 *     when it is not known
 * @param practice how well it is made, 0 to 1; NaN when nobody has read it
 * @param characters that are not white space, so that nobody wins by spacing; 0 for no program
 */
public record Quality(String growth, double exponent, double practice, int characters) {
  /**
   * Exponents that are nearer to each other may be taken for each other on a busy machine: of O(n
   * log n) and O(n^1.5), of O(n^1.5) and O(n^2), none is surely the better one.
   */
  private static final double CLEARLY = 0.75;

  /** What its text alone says. */
  public static Quality ofText(String source) {
    return new Quality("", Double.NaN, Double.NaN, characters(source));
  }

  /** The characters of a program that are not white space. */
  public static int characters(String source) {
    return (int) source.codePoints().filter(c -> !Character.isWhitespace(c)).count();
  }

  /**
   * Which of two programs is to be preferred.
   *
   * @param better whether it is the first
   * @param reason in words
   */
  public record Preference(boolean better, String reason) {}

  /**
   * Compares this with what there is: by the growth of time where both are known and clearly
   * differ, then by practice where both are known, then by length. It is better only if it is
   * strictly better.
   *
   * @param name of what there is, such as {@code v1}
   */
  public Preference against(Quality other, String name) {
    if (other.exponent - exponent >= CLEARLY) {
      return new Preference(
          true, "time that grows as %s instead of %s".formatted(growth, other.growth));
    }
    if (exponent - other.exponent >= CLEARLY) {
      return new Preference(
          false, "its time grows as %s, that of %s as %s".formatted(growth, name, other.growth));
    }
    if (practice > other.practice) {
      return new Preference(true, "practice %s instead of %s".formatted(two(practice), two(other)));
    }
    if (practice < other.practice) {
      return new Preference(
          false,
          "practice %s is less than the %s of %s".formatted(two(practice), two(other), name));
    }
    return characters < other.characters
        ? new Preference(
            true, "%d characters instead of %d".formatted(characters, other.characters))
        : new Preference(
            false,
            "%d characters are not fewer than the %d of %s"
                .formatted(characters, other.characters, name));
  }

  private static String two(Quality quality) {
    return two(quality.practice);
  }

  private static String two(double number) {
    return String.format(Locale.ROOT, "%.2f", number);
  }
}
