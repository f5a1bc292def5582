package dev.nightshift.grammar;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The decimal numbers of a range, written without an exponent, with up to 15 digits before the
 * point (what a double holds exactly) and a given number behind it. Bounds are kept exactly.
 *
 * @param low the least, if there is one
 * @param high the greatest, if there is one
 * @param fraction most digits behind the point; 0 is integers
 */
record DecimalRange(@Nullable Bound low, @Nullable Bound high, int fraction) {
  private static final int MOST_DIGITS = 15;
  private static final Bound ABOVE_ZERO = new Bound(BigDecimal.ZERO, false);

  /** An end of a range. */
  record Bound(BigDecimal value, boolean inclusive) {
    private Bound negated() {
      return new Bound(value.negate(), inclusive);
    }
  }

  /** The texts of these numbers. */
  Language language() {
    Bound least = low == null || low.value.signum() < 0 ? new Bound(BigDecimal.ZERO, true) : low;
    Bound leastNegated = high == null || high.value.signum() >= 0 ? ABOVE_ZERO : high.negated();
    Language negative = positive(leastNegated, low == null ? null : low.negated());
    return Language.choice(positive(least, high), Language.sequence(Language.text("-"), negative));
  }

  private Language positive(Bound from, @Nullable Bound to) {
    if (to != null && (to.value.signum() < 0 || from.value.compareTo(to.value) > 0)) {
      return Language.NOTHING;
    }
    List<Language> lengths = new ArrayList<>();
    for (int length = 1; length <= MOST_DIGITS; length++) {
      Limit lower = Limit.of(from);
      Limit upper = to == null ? null : Limit.of(to);
      if (lower.length() <= length && (upper == null || upper.length() >= length)) {
        Limit binding = lower.length() == length ? lower : null;
        Limit bindingAbove = upper != null && upper.length() == length ? upper : null;
        lengths.add(new Digits(length, fraction).from(0, binding, bindingAbove));
      }
    }
    return Language.choice(lengths);
  }

  /**
   * A bound's digits.
   *
   * @param digits of the whole number and then of the fraction
   * @param length digits of the whole number
   */
  private record Limit(String digits, int length, boolean inclusive) {
    static Limit of(Bound bound) {
      BigDecimal value = bound.value.stripTrailingZeros();
      String whole = value.setScale(0, RoundingMode.DOWN).toPlainString();
      String plain = value.toPlainString().replace(".", "");
      return new Limit(plain, whole.length(), bound.inclusive);
    }

    int digit(int place) {
      return place < digits.length() ? digits.charAt(place) - '0' : 0;
    }

    boolean zeroFrom(int place) {
      return digits.chars().skip(place).allMatch(digit -> digit == '0');
    }
  }

  /** Numbers with so many digits before the point. */
  private record Digits(int length, int fraction) {
    /**
     * What may follow after some places.
     *
     * @param lower a bound that all digits so far equal
     * @param upper a bound that all digits so far equal
     */
    Language from(int place, @Nullable Limit lower, @Nullable Limit upper) {
      List<Language> options = new ArrayList<>();
      boolean enough = lower == null || (lower.zeroFrom(place) && lower.inclusive);
      boolean below = upper == null || !upper.zeroFrom(place) || upper.inclusive;
      if (place >= length && enough && below) {
        options.add(Language.EMPTY);
      }
      if (place < length + fraction) {
        Language point = place == length ? Language.text(".") : Language.EMPTY;
        options.add(Language.sequence(point, digits(place, lower, upper)));
      }
      return Language.choice(options);
    }

    private Language digits(int place, @Nullable Limit lower, @Nullable Limit upper) {
      int least = place == 0 && length > 1 ? 1 : 0;
      int most = 9;
      List<Language> options = new ArrayList<>();
      if (lower != null) {
        int digit = lower.digit(place);
        boolean also = upper != null && upper.digit(place) == digit;
        if (upper == null || digit <= upper.digit(place)) {
          options.add(one(digit, from(place + 1, lower, also ? upper : null)));
        }
        least = Math.max(least, digit + 1);
      }
      if (upper != null) {
        int digit = upper.digit(place);
        if (digit >= least) {
          options.add(one(digit, from(place + 1, null, upper)));
        }
        most = digit - 1;
      }
      if (least <= most) {
        Language range = new Language.Bytes('0' + least, '0' + most);
        options.add(Language.sequence(range, from(place + 1, null, null)));
      }
      return Language.choice(options);
    }

    private static Language one(int digit, Language then) {
      return Language.sequence(new Language.Bytes('0' + digit, '0' + digit), then);
    }
  }
}
