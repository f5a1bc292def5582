package dev.nightshift.corpus;

/**
 * Payment card numbers, by ISO/IEC 7812: an issuer's first digits with its lengths, and a Luhn
 * check digit. Nine out of ten other numbers of that shape are told apart.
 */
final class CardNumber {
  private CardNumber() {}

  /** Whether digits, with or without separators, can be a card number. */
  static boolean isValid(String text) {
    String digits = text.replaceAll("\\D", "");
    return hasIssuer(digits) && luhn(digits);
  }

  private static boolean hasIssuer(String digits) {
    int length = digits.length();
    if (length < 13) {
      return false;
    }
    int two = Integer.parseInt(digits.substring(0, 2));
    int four = Integer.parseInt(digits.substring(0, 4));
    return switch (digits.charAt(0)) {
      case '2' -> length == 16 && four >= 2221 && four <= 2720;
      case '3' ->
          (length == 15 && (two == 34 || two == 37))
              || (length == 14 && (two == 30 || two == 36 || two == 38))
              || (length == 16 && four >= 3528 && four <= 3589);
      case '4' -> length == 13 || length == 16 || length == 19;
      case '5' -> length == 16 && two >= 50;
      case '6' -> length >= 16;
      default -> false;
    };
  }

  private static boolean luhn(String digits) {
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      int weighted = i % 2 == 0 ? digit : 2 * digit;
      sum += weighted > 9 ? weighted - 9 : weighted;
    }
    return sum % 10 == 0;
  }
}
