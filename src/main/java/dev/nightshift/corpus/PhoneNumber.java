package dev.nightshift.corpus;

import java.util.regex.Pattern;

/** Phone numbers: at most 15 digits (ITU-T E.164), and not what else looks like one. */
final class PhoneNumber {
  private static final Pattern DATES =
      Pattern.compile(
          "(?:19|20)\\d\\d[-./](?:0?[1-9]|1[0-2])[-./]\\d{1,2}.*"
              + "|\\d{1,2}[-./]\\d{1,2}[-./](?:19|20)\\d\\d.*"
              + "|(?:19|20)\\d\\d ?- ?(?:19|20)\\d\\d.*");
  private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}");

  private PhoneNumber() {}

  /** Whether a text that begins with a plus sign is a phone number; round sums are not. */
  static boolean isInternational(String text) {
    String digits = text.replaceAll("\\D", "");
    return digits.length() >= 9 && digits.length() <= 15 && !digits.endsWith("00000");
  }

  /**
   * Whether digits after a word such as "phone" are a number to call; dates and IP addresses are
   * not.
   */
  static boolean isNational(String text) {
    int digits = text.replaceAll("\\D", "").length();
    return digits >= 7
        && digits <= 15
        && !DATES.matcher(text).matches()
        && !ADDRESS.matcher(text).matches();
  }
}
